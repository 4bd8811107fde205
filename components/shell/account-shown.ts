/*
 * Whether this document has shown an account. The router caches the pages of a document, and Back
 * shows them without asking the server.
 */

let shown = false

export function noteAccountShown(): void {
  shown = true
}

export const hasAccountBeenShown = () => shown
