'use client'

import { useEffect } from 'react'
import { hasAccountBeenShown } from './account-shown'

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
