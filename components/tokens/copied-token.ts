'use client'

import { useSyncExternalStore } from 'react'

/*
 * The token that was last copied in this browser, which completes the second step on Home. The
 * server does not need to know.
 */

const key = 'jeton.copied-token'
const changed = 'jeton:copied-token'

export function rememberCopied(id: string) {
  try {
    localStorage.setItem(key, id)
  } catch {
    // In a browser that stores nothing for the page, the step stays open.
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
