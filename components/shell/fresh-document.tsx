'use client'

import { useEffect } from 'react'
import { hasAccountBeenShown } from './account-shown'

/** Stands on a page for visitors. Reached from an account’s page without a new document, it begins one: Back then asks the server. */
export function FreshDocument() {
  useEffect(() => {
    if (hasAccountBeenShown()) location.reload()
  }, [])
  return null
}
