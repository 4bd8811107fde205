'use client'

import { useSyncExternalStore } from 'react'

/* Which token was last copied in this browser: Home ticks its second step by it. The server does not need to know. */

const key = 'jeton.copied-token'
const changed = 'jeton:copied-token'

export function rememberCopied(id: string) {
  try {
    localStorage.setItem(key, id)
  } catch {
    // A browser that keeps nothing for the page leaves the step open.
  }
  dispatchEvent(new Event(changed))
}

export function useWasCopied(id: string): boolean {
  return useSyncExternalStore(subscribe, readCopied, () => null) === id
}

function readCopied(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function subscribe(onChange: () => void) {
  addEventListener(changed, onChange)
  addEventListener('storage', onChange)
  return () => {
    removeEventListener(changed, onChange)
    removeEventListener('storage', onChange)
  }
}
