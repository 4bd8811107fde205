import Link from 'next/link'
import { buttonClass } from '@/components/ui/button-class'
import { authLinkClass } from './auth-link'

interface VisitorLinkProps {
  href: '/sign-in' | '/forgot-password' | '/found'
  label: string
}

/** A link on a line of its own, between the pages for visitors who are not signed in. */
export function VisitorLink({ href, label }: VisitorLinkProps) {
  return (
    <p className="text-center">
      <Link href={href} prefetch={false} className={authLinkClass}>
        {label}
      </Link>
    </p>
  )
}

/** The same as a button, where a page offers nothing else. */
export function VisitorButton({ href, label }: VisitorLinkProps) {
  const look = buttonClass({ variant: 'primary' })
  return (
    <Link href={href} prefetch={false} className={`${look} min-h-[38px]`}>
      {label}
    </Link>
  )
}
