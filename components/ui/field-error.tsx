import type { ReactNode } from 'react'
import { AlertIcon } from '@/components/icons'

/** An error message, announced when it appears. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex gap-1.5 text-sm text-danger">
      <AlertIcon className="mt-0.5" />
      <span>{children}</span>
    </p>
  )
}
