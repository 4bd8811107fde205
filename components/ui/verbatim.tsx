import type { ReactNode } from 'react'

/** What no page translation may change: an address, the name of the product. */
export function Verbatim({ children }: { children: ReactNode }) {
  return <span translate="no">{children}</span>
}
