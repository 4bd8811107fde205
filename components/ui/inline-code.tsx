import type { ReactNode } from 'react'

/** Code within a sentence, excluded from page translation. */
export function InlineCode({ children }: { children: ReactNode }) {
  return (
    <code
      translate="no"
      className="rounded-s bg-hover px-1.5 py-0.5 font-mono text-[0.92em] leading-none whitespace-nowrap"
    >
      {children}
    </code>
  )
}
