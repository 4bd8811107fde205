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
