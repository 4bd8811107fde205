import type { Credential } from '@/lib/http/credentials'
import { endOf, type Principal, type SessionPrincipal } from '@/shared/principal'
import { getLiveSession } from '@/verifier/live-session'
import { lookUp } from '@/verifier/look-up'
import { prove } from '@/verifier/prove'

/*
 * Authenticates the callers of the API and of the pages. The database is queried every time: only
 * verifications are answered from a cache.
 */

/**
 * @returns the caller, or null if the credential is not, or no longer, accepted
 * @throws Error if the database cannot be queried
 */
export async function authenticate(
  credential: Credential,
  now = new Date(),
): Promise<Principal | null> {
  const proof = await prove(credential)
  const found = proof && (await lookUp(proof, now))
  return found?.principal ?? null
}

/**
 * Whether we cannot have issued the token, as far as can be determined. An auth token that we
 * signed is known, even if it has expired. An API token that does not exist may be a deleted one.
 * @param credential a credential that was not accepted
 */
export async function isUnknownToken(credential: Credential): Promise<boolean> {
  return credential.kind !== 'unusable' && (await prove(credential))?.kind !== 'auth_token'
}

/**
 * Authenticates a browser session.
 * @param session the IDs in the session cookie, whose encryption was already checked
 * @returns null if the session has ended
 */
export async function authenticateSession(
  { userId, sessionId }: { userId: string; sessionId: string },
  now = new Date(),
): Promise<Principal | null> {
  const session = await getLiveSession(sessionId, userId, now)
  if (!session) return null
  const { subject, endsAt: sessionEndsAt } = session
  return { subject, credential: { kind: 'session', sessionId, sessionEndsAt } }
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
  const session = await getLiveSession(credential.sessionId, subject.id, now)
  return (
    session && {
      subject: session.subject,
      credential: { ...credential, sessionEndsAt: session.endsAt },
    }
  )
}
