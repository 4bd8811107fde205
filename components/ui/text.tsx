import { Children, type ReactNode } from 'react'

/**
 * Text that stands beside something else, in an element of its own; of a text with markup, each piece. A browser’s page translation
 * replaces every text node by elements, and React then fails to insert before such a node, to change it or to take it out. It does not
 * look for the text of an element that holds nothing else.
 */
export function Text({ children }: { children: ReactNode }) {
  return Children.map(children, (piece) =>
    typeof piece === 'string' ? <span>{piece}</span> : piece,
  )
}
