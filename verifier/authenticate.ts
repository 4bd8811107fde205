import { LRUCache } from 'lru-cache'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'
import type { Credential } from '@/lib/http/credentials'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import { oncePerProcess } from '@/lib/once-per-process'
import { isApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { type AuthTokenClaims, openAuthToken } from '@/lib/tokens/auth-token'
import { requireKeys } from '@/lib/tokens/keys-in-use'
import { signingOf } from '@/lib/tokens/signing-key'
import { endOf, type Principal, type SessionPrincipal } from '@/shared/principal'
import { apiTokenPrefix } from '@/shared/token-format'
import { type ApiTokenProof, findApiToken, toApiTokenProof } from '@/verifier/find-api-token'
import { getLiveSession } from '@/verifier/live-session'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { store } from '@/verifier/store'

/*
 * Resolves a credential to a principal in two steps. The first is what the token proves by itself,
 * which does not change. The second is the current state in the database, which is queried every
 * time, so that a credential revoked a moment ago is refused.
 */

/** Maximum number of cached tokens, some four megabytes. The least recently used one is evicted. */
const maxSigned = 2 ** 12

export type Proof = ApiTokenProof | { kind: 'auth_token'; claims: AuthTokenClaims }

/**
 * @returns the caller, or null if the credential is not, or no longer, accepted
 * @throws Error if the database cannot be queried
 */
export async function authenticate(
  credential: Credential,
  now = new Date(),
): Promise<Principal | null> {
  const proof = await prove(credential)
  return proof && whenUnlocked(() => lookUp(proof, now))
}

/**
 * Whether the token was made up, as far as can be determined. An auth token that we signed is not
 * made up, even if it has expired. An API token that does not exist may be a deleted one.
 * @param credential a credential that was not accepted
 */
export async function isMadeUp(credential: Credential): Promise<boolean> {
  return credential.kind !== 'unusable' && (await prove(credential))?.kind !== 'auth_token'
}

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

/**
 * Looks up the principal of a proof in the current state of the database.
 * @returns null if the credential is not, or no longer, accepted
 */
export function lookUp(proof: Proof, now: Date): MaybePromise<Principal | null> {
  return proof.kind === 'api_token' ? lookUpApiToken(proof) : lookUpAuthToken(proof.claims, now)
}

function lookUpApiToken(proof: ApiTokenProof): MaybePromise<Principal | null> {
  return mapMaybePromise(findApiToken(proof, { store: store(), requireKeys }), (token) => {
    if (!token) return null
    const { id, name, createdAt, user } = token
    return {
      subject: user,
      credential: { kind: 'api_token', tokenId: id, tokenName: name, issuedAt: createdAt },
    }
  })
}

function lookUpAuthToken(claims: AuthTokenClaims, now: Date): MaybePromise<Principal | null> {
  const { subject: userId, sessionId, issuedAt, expiresAt } = claims
  if (expiresAt <= now) return null
  return mapMaybePromise(getLiveSession(sessionId, userId, now), (session) => {
    if (!session) return null
    const { subject, endsAt: sessionEndsAt } = session
    return {
      subject,
      credential: { kind: 'auth_token', sessionId, sessionEndsAt, issuedAt, expiresAt },
    }
  })
}

/**
 * Authenticates a browser session.
 * @param session the IDs in the session cookie, whose encryption was already checked
 * @returns null if the session has ended
 */
export function authenticateSession(
  { userId, sessionId }: { userId: string; sessionId: string },
  now = new Date(),
): Promise<Principal | null> {
  return whenUnlocked(async () => {
    const session = await getLiveSession(sessionId, userId, now)
    if (!session) return null
    const { subject, endsAt: sessionEndsAt } = session
    return { subject, credential: { kind: 'session', sessionId, sessionEndsAt } }
  })
}

/**
 * Checks a principal again later. Its proof stays valid, so only the database is queried.
 * @returns null if the session or the auth token has ended meanwhile
 */
export async function authenticateAgain(
  principal: SessionPrincipal,
  now = new Date(),
): Promise<SessionPrincipal | null> {
  const { subject, credential } = principal
  if (endOf(principal) <= now.getTime()) return null
  const session = await whenUnlocked(() => getLiveSession(credential.sessionId, subject.id, now))
  return (
    session && {
      subject: session.subject,
      credential: { ...credential, sessionEndsAt: session.endsAt },
    }
  )
}
