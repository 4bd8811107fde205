import type { ReactNode } from 'react'

/** Text that is excluded from page translation: an address, the name of the product. */
export function Verbatim({ children }: { children: ReactNode }) {
  return <span translate="no">{children}</span>
}
