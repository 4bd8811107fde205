'use client'

import { useEffect, useRef } from 'react'
import { askForPasskey, endOffer } from '@/components/passkey-ceremony'
import { type Refusal, startSession } from './start-session'

/**
 * @param isOffered as for `askForPasskey`
 * @returns null when the session has started
 */
export async function signInWithPasskey(
  isOffered = false,
): Promise<Refusal | { kind: 'cancelled' } | null> {
  const asked = await askForPasskey('/api/v1/auth/passkey/options', isOffered)
  if (asked.kind !== 'data') return asked
  return startSession({ passkey: JSON.stringify(asked.data) })
}

/** Offers passkeys among the suggestions of the email field, for as long as it is there. */
export function useOfferedPasskey(isOffered: boolean, onSignedIn: () => void): void {
  const signedIn = useRef(onSignedIn)
  useEffect(() => {
    signedIn.current = onSignedIn
  })
  useEffect(() => {
    if (!isOffered) return
    signInWithPasskey(true).then((refused) => refused === null && signedIn.current())
    return () => {
      endOffer()
    }
  }, [isOffered])
}
