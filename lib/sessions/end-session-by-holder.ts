import type { Visitor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import type { Notice } from '@/lib/mail/notify'
import { endSessionsIn } from '@/lib/sessions/end-session'
import { liveSession } from '@/lib/sessions/session'
import { describeUserAgent } from '@/lib/sessions/user-agent'
import type { AuthTokenClaims } from '@/lib/tokens/auth-token'

/**
 * Ends the session of a presented auth token. The caller waits until every instance refuses it.
 * @param claims of a token that we signed
 * @returns null if the token or the session had ended before
 */
export async function endSessionByHolder(
  actor: Visitor,
  { subject, sessionId, expiresAt }: AuthTokenClaims,
  now = new Date(),
): Promise<{ userId: string; notice: Notice } | null> {
  if (expiresAt <= now) return null
  const session = await db().session.findFirst({
    where: { id: sessionId, userId: subject, ...liveSession(now) },
    select: { userAgent: true, user: { select: { id: true, email: true } } },
  })
  if (!session) return null
  const detail = { session_id: sessionId, ...describeUserAgent(session.userAgent) }
  const ended = await db().$transaction((transaction) =>
    endSessionsIn(transaction, {
      actor,
      account: session.user,
      which: { id: sessionId },
      eventOf: (count) => (count > 0 ? { action: 'revoked_by_holder', detail } : null),
    }),
  )
  return ended > 0 ? { userId: subject, notice: 'auth_token_revoked' } : null
}
