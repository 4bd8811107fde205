import { decodeProtectedHeader } from 'jose'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'

/**
 * Returns the signing keys that an auth token names: there are two pairs during a rotation of the
 * master key. A token that names none of ours gets the current pair, and fails its verification.
 */
export function signingOf(token: string): Keys['signing'] {
  const kid = kidOf(token)
  return (keyring().find(({ signing }) => signing.kid === kid) ?? keyring().current).signing
}

function kidOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid
  } catch {
    return undefined
  }
}
