import { getLiveSession } from '@/lib/auth/sessions'
import type { Credential } from '@/lib/http/credentials'
import { keys } from '@/lib/keys'
import type { Principal } from '@/lib/principal'
import { findApiToken } from '@/lib/tokens/api-token/find'
import { apiTokenPrefix, digestApiToken, isApiTokenSecret } from '@/lib/tokens/api-token/secret'
import { verifyAuthToken } from '@/lib/tokens/auth-token/auth-token'

/*
 * From a credential to a principal. Every call asks the database, so that what was revoked a moment ago is refused.
 */

/** @returns who is calling, or null for anything that is not, or no longer, accepted */
export async function authenticate(credential: Credential, now = new Date()): Promise<Principal | null> {
  if (credential.kind === 'api_token') return authenticateApiToken(credential.token)
  if (credential.kind === 'auth_token') return authenticateAuthToken(credential.token, now)
  return credential.kind === 'bearer' ? authenticateBearer(credential.token, now) : null
}

function authenticateBearer(token: string, now: Date): Promise<Principal | null> {
  return token.startsWith(apiTokenPrefix) ? authenticateApiToken(token) : authenticateAuthToken(token, now)
}

async function authenticateApiToken(secret: string): Promise<Principal | null> {
  if (!isApiTokenSecret(secret)) return null
  const token = await findApiToken(digestApiToken(secret, keys().digest))
  if (!token) return null
  const { id, name, createdAt, subject } = token
  return { subject, credential: { kind: 'api_token', tokenId: id, tokenName: name, issuedAt: createdAt } }
}

async function authenticateAuthToken(token: string, now: Date): Promise<Principal | null> {
  const claims = await verifyAuthToken(token, { signing: keys().signing, now })
  if (!claims) return null
  const { sessionId, issuedAt, expiresAt } = claims
  const session = await getLiveSession(sessionId, claims.subject, now)
  if (!session) return null
  const { subject, endsAt: sessionEndsAt } = session
  return { subject, credential: { kind: 'auth_token', sessionId, sessionEndsAt, issuedAt, expiresAt } }
}

/** @param cookie what the browser's session cookie says, its encryption already checked */
export async function authenticateSession(
  { userId, sessionId }: { userId: string; sessionId: string },
  now = new Date(),
): Promise<Principal | null> {
  const session = await getLiveSession(sessionId, userId, now)
  if (!session) return null
  return {
    subject: session.subject,
    credential: { kind: 'session', sessionId, sessionEndsAt: session.endsAt },
  }
}
