import { LRUCache } from 'lru-cache'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'
import type { Credential } from '@/lib/http/credentials'
import type { MaybePromise } from '@/lib/maybe-promise'
import { oncePerProcess } from '@/lib/once-per-process'
import { isApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { type AuthTokenClaims, openAuthToken } from '@/lib/tokens/auth-token'
import { signingOf } from '@/lib/tokens/signing-key'
import { apiTokenPrefix } from '@/shared/token-format'
import { type ApiTokenProof, toApiTokenProof } from '@/verifier/find-api-token'

/*
 * Checks a credential without the database: the checksum of an API token, the signature of an auth
 * token. The result does not change as long as its key is in use.
 */

/** Maximum number of cached tokens, some four megabytes. The least recently used one is evicted. */
const maxSigned = 2 ** 12

export type Proof = ApiTokenProof | { kind: 'auth_token'; claims: AuthTokenClaims }

/**
 * Checks a credential without the database.
 * @returns its proof, or null if we cannot have issued it
 */
export function prove(credential: Credential): MaybePromise<Proof | null> {
  if (credential.kind === 'unusable') return null
  const { kind, token } = credential
  const isApiToken = kind === 'bearer' ? token.startsWith(apiTokenPrefix) : kind === 'api_token'
  return isApiToken ? proveApiToken(token) : proveAuthToken(token)
}

function proveApiToken(token: string): Proof | null {
  return isApiTokenSecret(token) ? toApiTokenProof(token, keyring().all) : null
}

function proveAuthToken(token: string): MaybePromise<Proof | null> {
  const signing = signingOf(token)
  return signedWith(signing).get(token) ?? proveSignature(token, signing)
}

async function proveSignature(token: string, signing: Keys['signing']): Promise<Proof | null> {
  const claims = await openAuthToken(token, { signing })
  if (!claims) return null
  const proof: Proof = { kind: 'auth_token', claims }
  signedWith(signing).set(token, proof)
  return proof
}

/**
 * The cache of tokens whose signature by this key is verified: a token is usually used again, and
 * its signature stays valid. The cache is dropped with the key.
 */
function signedWith(signing: Keys['signing']): LRUCache<string, Proof> {
  const known = signedTokens().get(signing)
  if (known) return known
  const tokens = new LRUCache<string, Proof>({ max: maxSigned })
  signedTokens().set(signing, tokens)
  return tokens
}

const signedTokens = oncePerProcess(
  'signed-tokens',
  () => new WeakMap<Keys['signing'], LRUCache<string, Proof>>(),
)
