import type { ReactNode } from 'react'
import { AlertIcon } from '@/components/icons'

/** Says in a dialog what stops. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <p className="mt-3 flex gap-2 rounded-m bg-danger-soft px-3 py-2.5 text-danger">
      <AlertIcon className="mt-0.5" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  )
}
