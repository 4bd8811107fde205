import { type Author, addActivity, authorOf } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Client } from '@/lib/http/client'
import { maxSessions } from '@/lib/sessions/sessions'
import { describeUserAgent } from '@/lib/sessions/user-agent'
import type { Event } from '@/shared/audit-event'
import type { SessionPrincipal } from '@/shared/principal'
import { revoking, settleRevocations } from '@/verifier/revocations'

/** A statement takes a limited number of parameters. */
const maxEndedAtOnce = 1_000

/**
 * Ends one of the user's sessions. Ending the caller's own session is a log out.
 * @returns whether there was such a session
 */
export async function endSession(
  principal: SessionPrincipal,
  id: string,
  client: Client,
): Promise<boolean> {
  const { subject, credential } = principal
  const where = { id, userId: subject.id }
  const session = await db().session.findFirst({ where, select: { userAgent: true } })
  if (!session) {
    await settleRevocations()
    return false
  }
  const detail = { session_id: id, ...describeUserAgent(session.userAgent) }
  const event: Event =
    id === credential.sessionId ? { action: 'signed_out' } : { action: 'session_ended', detail }
  return (await end(where, authorOf(principal, client), () => event)) === 1
}

/**
 * Ends all of the user's sessions except the caller's.
 * @returns the number of ended sessions
 */
export function endOtherSessions(principal: SessionPrincipal, client: Client): Promise<number> {
  const { subject, credential } = principal
  const others = { userId: subject.id, id: { not: credential.sessionId } }
  return end(others, authorOf(principal, client), (ended) => ({
    action: 'other_sessions_ended',
    detail: { ended },
  }))
}

/** Ends the user's sessions beyond `maxSessions`, least recently seen first. */
export async function endSurplusSessions(author: Author & { userId: string }): Promise<void> {
  const surplus = await db().session.findMany({
    where: { userId: author.userId },
    orderBy: { lastSeenAt: 'desc' },
    skip: maxSessions,
    take: maxEndedAtOnce,
    select: { id: true },
  })
  if (surplus.length === 0) return
  await end({ id: { in: surplus.map(({ id }) => id) } }, author, (ended) => ({
    action: 'other_sessions_ended',
    detail: { ended, reason: 'too_many_sessions' },
  }))
}

/** Ends the session that a browser's cookie names. The cookie has already been verified. */
export async function signOut(sessionId: string, client: Client): Promise<void> {
  const session = await db().session.findUnique({
    where: { id: sessionId },
    select: { user: { select: { id: true, email: true } } },
  })
  if (!session) return settleRevocations()
  const { id: userId, email } = session.user
  const author = { userId, email, credential: 'session', sessionId, client } as const
  await end({ id: sessionId }, author, () => ({ action: 'signed_out' }))
}

/**
 * Ends the matching sessions and, if there were any, adds an entry to the audit log, in one
 * transaction.
 * @param eventOf makes the event from the number of ended sessions
 * @returns the number of ended sessions
 */
export function end(
  where: Prisma.SessionWhereInput,
  author: Author,
  eventOf: (ended: number) => Event,
): Promise<number> {
  return revoking(() =>
    db().$transaction(async (transaction) => {
      const { count } = await transaction.session.deleteMany({ where })
      if (count > 0) await addActivity(author, eventOf(count), transaction)
      return count
    }),
  )
}
