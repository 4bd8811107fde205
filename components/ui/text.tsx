import { Children, type ReactNode } from 'react'

/**
 * Text beside other content, in an element of its own; with markup, each piece of text gets one. A
 * browser's page translation replaces every text node with elements, and React then fails to insert
 * before such a node, change it or remove it. React does not search for the text of an element that
 * contains nothing else.
 */
export function Text({ children }: { children: ReactNode }) {
  return Children.map(children, (piece) =>
    typeof piece === 'string' ? <span>{piece}</span> : piece,
  )
}

/** Text that is excluded from page translation: an address, the name of the product. */
export function Verbatim({ children }: { children: ReactNode }) {
  return <span translate="no">{children}</span>
}

/**
 * A name within a sentence. Right-to-left text or direction marks in it do not affect what follows,
 * and it is not translated.
 */
export const isolated = (name: ReactNode) => <bdi translate="no">{name}</bdi>

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
