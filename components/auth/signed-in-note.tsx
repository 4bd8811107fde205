import type { ReactNode } from 'react'

/** Says on the page of a link that this browser is signed in to another account. */
export function SignedInNote({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-m border border-line bg-wash px-3 py-2 text-sm [overflow-wrap:anywhere]">
      {children}
    </div>
  )
}
