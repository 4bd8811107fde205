import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button-class'
import { FieldError } from '@/components/ui/notices'

interface ProviderLinkProps {
  label: string
  next: string
  /** Why the last attempt failed. */
  fault: string | null
  /** Leads to the form below; null where there is none. */
  or: string | null
}

/** A sign-in through the OpenID provider. It is a link, and works without script. */
export function ProviderLink({ label, next, fault, or }: ProviderLinkProps): ReactNode {
  const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`
  const look = buttonClass({ variant: or === null ? 'primary' : 'plain' })
  return (
    <div className="grid gap-4">
      {fault !== null && <FieldError>{fault}</FieldError>}
      <a
        href={`/api/auth/signin/oidc${query}`}
        className={`${look} min-h-[38px] w-full whitespace-normal! text-center`}
      >
        {label}
      </a>
      {or !== null && (
        <p className="flex items-center gap-3 text-sm text-muted before:flex-1 before:border-t before:border-line after:flex-1 after:border-t after:border-line">
          <span>{or}</span>
        </p>
      )}
    </div>
  )
}
