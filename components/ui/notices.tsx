import type { ReactNode } from 'react'
import { AlertIcon, InfoIcon } from '@/components/icons'

/** Says on the page of a link that this browser is signed in to another account. */
export function SignedInNote({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-m border border-line bg-wash px-3 py-2 text-sm [overflow-wrap:anywhere]">
      {children}
    </div>
  )
}

/** A muted line at the bottom of a card. */
export function Note({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="flex gap-2 border-t border-line bg-wash px-4 py-3 text-sm text-muted">
      <InfoIcon className="mt-0.5" />
      <span>{children}</span>
    </p>
  )
}

/** Says in a dialog what stops. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <p className="mt-3 flex gap-2 rounded-m bg-danger-soft px-3 py-2.5 text-danger">
      <AlertIcon className="mt-0.5" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  )
}

/** An error message, announced when it appears. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex gap-1.5 text-sm text-danger">
      <AlertIcon className="mt-0.5" />
      <span>{children}</span>
    </p>
  )
}
