import { LRUCache } from 'lru-cache'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring, keys } from '@/lib/config/keyring'
import type { Credential } from '@/lib/http/credentials'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import { oncePerProcess } from '@/lib/once-per-process'
import { digestApiToken, isApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { type AuthTokenClaims, openAuthToken } from '@/lib/tokens/auth-token'
import { requireKeys } from '@/lib/tokens/keys-in-use'
import { signingOf } from '@/lib/tokens/signing-key'
import { endOf, type Principal, type SessionPrincipal } from '@/shared/principal'
import { apiTokenPrefix } from '@/shared/token-format'
import { type ApiTokenProof, findProven } from '@/verifier/api-token-digests'
import { getLiveSession } from '@/verifier/live-session'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { store } from '@/verifier/store'

/*
 * From a credential to a principal, in two steps: what the token proves by itself, which stays true, and what the database says of it
 * now, which is asked every time, so that what was revoked a moment ago is refused.
 */

/** Some four megabytes. The least recently used makes room. */
const maxSigned = 2 ** 12

export type Proof = ApiTokenProof | { kind: 'auth_token'; claims: AuthTokenClaims }

/**
 * @returns who is calling, or null for anything that is not, or no longer, accepted
 * @throws when the database cannot be asked
 */
export async function authenticate(
  credential: Credential,
  now = new Date(),
): Promise<Principal | null> {
  const proof = await prove(credential)
  return proof && whenUnlocked(() => lookUp(proof, now))
}

/**
 * Whether somebody has made the token up, as far as one can tell. Nobody makes up an auth token that we have signed, be it expired; an API token
 * that nobody has may be a deleted one.
 * @param credential one that was not accepted
 */
export async function isMadeUp(credential: Credential): Promise<boolean> {
  return credential.kind !== 'unusable' && (await prove(credential))?.kind !== 'auth_token'
}

/** What can be said of a credential without the database: null for one that we cannot have issued. */
export function prove(credential: Credential): MaybePromise<Proof | null> {
  if (credential.kind === 'unusable') return null
  const { kind, token } = credential
  const isApiToken = kind === 'bearer' ? token.startsWith(apiTokenPrefix) : kind === 'api_token'
  return isApiToken ? proveApiToken(token) : proveAuthToken(token)
}

function proveApiToken(token: string): Proof | null {
  if (!isApiTokenSecret(token)) return null
  const current = keys()
  return { kind: 'api_token', token, keys: current, digest: digestApiToken(token, current.digest) }
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
 * What was found to be signed with a key of ours: a token that is used is used again, and a signature stays what it is. It goes with the
 * key.
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

/** Whom the database knows by a proof at this moment. */
export function lookUp(proof: Proof, now: Date): MaybePromise<Principal | null> {
  return proof.kind === 'api_token' ? lookUpApiToken(proof) : lookUpAuthToken(proof.claims, now)
}

function lookUpApiToken(proof: ApiTokenProof): MaybePromise<Principal | null> {
  return mapMaybePromise(
    findProven(proof, { store: store(), all: () => keyring().all, requireKeys }),
    (token) => {
      if (!token) return null
      const { id, name, createdAt, user } = token
      return {
        subject: user,
        credential: { kind: 'api_token', tokenId: id, tokenName: name, issuedAt: createdAt },
      }
    },
  )
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

/** @param cookie what the browser's session cookie says, its encryption already checked */
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

/** Asks again, later: what was proved stays true. @returns null where the session has ended meanwhile, or the auth token */
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
