'use client'

import { useRef } from 'react'

/**
 * Returns a function that maps each request to a key. A retry, after the response was lost, has the
 * same key and is not executed twice; a different request has another key.
 */
export function useIdempotencyKey(): (asked: string) => string {
  const last = useRef<{ asked: string; key: string }>(null)
  return (asked) => {
    if (last.current?.asked !== asked) last.current = { asked, key: randomKey() }
    return last.current.key
  }
}

/** 128 random bits. `crypto.randomUUID` is not available on plain http. */
const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
