'use client'

import { useEffect } from 'react'

/*
 * Whether this document has shown an account. The router caches the pages of a document, and Back
 * shows them without asking the server.
 */

let shown = false

export function noteAccountShown(): void {
  shown = true
}

const hasAccountBeenShown = () => shown

/**
 * For a page for visitors. When it is reached from an account's page in the same document, it
 * reloads, so that Back asks the server.
 */
export function FreshDocument() {
  useEffect(() => {
    if (hasAccountBeenShown()) location.reload()
  }, [])
  return null
}
