import type { Keys } from '@/lib/config/derived-keys'
import { openSealed, seal } from '@/lib/tokens/sealed'

/*
 * The secret of an authenticator app, as its row stores it: encrypted under a master key, for its
 * user.
 */

export interface SealedSecret {
  sealed: string
  keyFingerprint: string
}

type SealKeys = Pick<Keys, 'seal' | 'fingerprint'>

/** Distinguishes the secret of a user's app from the secret of an API token. */
const rowOf = (userId: string) => `authenticator-app/${userId}`

export async function sealSecret(
  secret: Buffer,
  userId: string,
  keys: SealKeys,
): Promise<SealedSecret> {
  const sealed = await seal(secret.toString('base64url'), rowOf(userId), keys.seal)
  return { sealed, keyFingerprint: keys.fingerprint }
}

/** @returns null for a secret that these keys do not open, or that belongs to another user */
export async function openSecret(
  { sealed }: Pick<SealedSecret, 'sealed'>,
  userId: string,
  keys: Pick<SealKeys, 'seal'>,
): Promise<Buffer | null> {
  const text = await openSealed(sealed, rowOf(userId), keys.seal).catch(() => null)
  return text === null ? null : Buffer.from(text, 'base64url')
}
