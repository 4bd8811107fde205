import { keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { setRefreshCookie } from '@/lib/sessions/refresh-cookie'
import { issueAuthToken } from '@/lib/tokens/auth-token'
import type { SessionPrincipal } from '@/shared/principal'

/**
 * Issues an auth token for the caller's session. It is valid for as long as `NC_JWT_EXPIRES_IN`
 * says, and never longer than the session.
 */
export function issueAuthTokenFor({
  subject,
  credential,
}: SessionPrincipal): Promise<{ token: string; expiresAt: Date }> {
  const claims = { subject: subject.id, email: subject.email, sessionId: credential.sessionId }
  const now = new Date()
  const sessionLeftSeconds = Math.floor((credential.sessionEndsAt.getTime() - now.getTime()) / 1000)
  const ttlSeconds = Math.min(env().authTokenTtlSeconds, sessionLeftSeconds)
  return issueAuthToken(claims, { signing: keys().signing, ttlSeconds, now })
}

/**
 * Answers a sign-up or sign-in: returns the new session's first auth token, and sets the refresh
 * cookie with which to get the next ones.
 */
export async function answerWithAuthToken(principal: SessionPrincipal): Promise<{ token: string }> {
  const { token } = await issueAuthTokenFor(principal)
  const { sessionId, sessionEndsAt } = principal.credential
  await setRefreshCookie({ sessionId, generation: 0 }, sessionEndsAt)
  return { token }
}
