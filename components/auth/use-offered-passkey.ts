'use client'

import { useEffect, useRef } from 'react'
import { endOffer } from '@/components/passkey-ceremony'
import { signInWithPasskey } from './sign-in-with-passkey'

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
