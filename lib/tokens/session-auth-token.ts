import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { issueAuthToken } from '@/lib/tokens/auth-token'
import type { SessionPrincipal } from '@/shared/principal'

/**
 * Issues an auth token for a session. It is valid for as long as `NC_JWT_EXPIRES_IN` says, and
 * never longer than the session.
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
 * "Copy Auth Token": issues an auth token for the actor's session, and records it, outside of a
 * demo.
 */
export async function copyAuthToken(
  actor: SignedInActor,
): Promise<{ token: string; expiresAt: Date }> {
  const issued = await issueAuthTokenFor(actor.principal)
  if (env().isDemo) return issued
  const detail = { expires_at: issued.expiresAt.toISOString() }
  await addActivity(actor, actor.principal.subject, { action: 'auth_token_issued', detail })
  return issued
}
