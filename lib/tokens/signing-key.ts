import { decodeProtectedHeader } from 'jose'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'

/**
 * Which of our keys an auth token says that it was signed with: there are two while the secret is rotated. One that names none of ours gets the one that
 * we sign with, and fails by it.
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
