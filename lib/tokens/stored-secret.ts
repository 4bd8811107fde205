import type { Keys } from '@/lib/config/derived-keys'
import { digestApiToken } from '@/lib/tokens/api-token-secret'
import { openSealed, seal } from '@/lib/tokens/sealed'

/** The secret of an API token, as a row of ApiTokenSecret without the id of its token. */
export interface StoredSecret {
  digest: string
  sealed: string
  keyFingerprint: string
}

/** The keys that a secret is stored under. */
export type StorageKeys = Pick<Keys, 'digest' | 'seal' | 'fingerprint'>

/** Computes what is stored of a secret under one master key. */
export async function storedSecret(
  secret: string,
  tokenId: string,
  keys: StorageKeys,
): Promise<StoredSecret> {
  return {
    digest: digestApiToken(secret, keys.digest),
    sealed: await seal(secret, tokenId, keys.seal),
    keyFingerprint: keys.fingerprint,
  }
}

/**
 * Decrypts a stored secret, and compares it with its digest, by which verification finds it.
 * @returns null if it does not decrypt with these keys, or does not match its digest
 */
export async function openStoredSecret(
  { digest, sealed }: Pick<StoredSecret, 'digest' | 'sealed'>,
  tokenId: string,
  keys: Pick<StorageKeys, 'digest' | 'seal'>,
): Promise<string | null> {
  const secret = await openSealed(sealed, tokenId, keys.seal).catch(() => null)
  return secret !== null && digestApiToken(secret, keys.digest) === digest ? secret : null
}
