import type { ReactNode } from 'react'
import { InfoIcon } from '@/components/icons'

/** A muted line at the bottom of a card. */
export function Note({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} className="flex gap-2 border-t border-line bg-wash px-4 py-3 text-sm text-muted">
      <InfoIcon className="mt-0.5" />
      <span>{children}</span>
    </p>
  )
}
