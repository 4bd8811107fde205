'use client'

import { useRef } from 'react'

/**
 * A key for each thing that is asked for. Asked for again, because the answer was lost on the way, it has the same key and is not made
 * twice; something else has another.
 */
export function useIdempotencyKey(): (asked: string) => string {
  const last = useRef<{ asked: string; key: string }>(null)
  return (asked) => {
    if (last.current?.asked !== asked) last.current = { asked, key: randomKey() }
    return last.current.key
  }
}

/** 128 random bits. `crypto.randomUUID` is not there on plain http. */
const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
