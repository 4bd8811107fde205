import { randomUUID } from 'node:crypto'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Prisma, Session } from '@/lib/db/generated/sqlite/client'
import type { Client } from '@/lib/http/client'
import { describeUserAgent } from '@/lib/sessions/user-agent'
import type { AuthTokenClaims } from '@/lib/tokens/auth-token'
import type { SessionPrincipal, Subject } from '@/shared/principal'
import type { SessionRow } from '@/shared/session-row'

/*
 * A session is one sign-in on one device. The browser's cookie and every auth token (`sid`) carry
 * its id. Both are accepted while the row exists and has not expired; every use checks the row.
 * Deleting the row ends the session.
 */

const daySeconds = 86_400

/**
 * Lifetime of a session, in seconds, from its sign-in; nothing extends it. 30 days, or longer where auth tokens are set to last longer,
 * so that none outlives its session.
 */
export const sessionLifetimeSeconds = () =>
  Math.max(30 * daySeconds, env().authTokenTtlSeconds + daySeconds)

/** More than any user has devices. Beyond it, the least recently seen sessions end. */
export const maxSessions = 500

export const adoptionWindowMs = 60_000

/** Creates a session, ready to be stored. */
export function newSession(userId: string, userAgent: string, now = new Date()) {
  return {
    id: randomUUID(),
    userId,
    userAgent,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + sessionLifetimeSeconds() * 1000),
  }
}

/** The principal of a session that has just been stored. */
export function principalOf(
  { id, expiresAt }: ReturnType<typeof newSession>,
  subject: Subject,
): SessionPrincipal {
  return { subject, credential: { kind: 'session', sessionId: id, sessionEndsAt: expiresAt } }
}

/**
 * Lets a browser adopt the session that sign-up has just started: once, and within one minute. For
 * the browser that has just signed up, the audit log keeps only the sign-up; from elsewhere, the
 * adoption is recorded as a sign-in.
 * @returns whether the session was adopted
 */
export function adoptSession(
  { sessionId, subject: userId }: Pick<AuthTokenClaims, 'sessionId' | 'subject'>,
  client: Client,
  now = new Date(),
): Promise<boolean> {
  return db().$transaction(async (transaction) => {
    // If the clock was set back, the minute does not start again.
    const createdAt = { lte: new Date(now.getTime() + adoptionWindowMs) }
    const where = { id: sessionId, adoptableUntil: { gt: now }, createdAt, user: { id: userId } }
    const { count } = await transaction.session.updateMany({
      where,
      data: { adoptableUntil: null },
    })
    if (count === 0) return false
    const signUpHere = {
      userId,
      sessionId,
      action: 'signed_up',
      ...client,
    } satisfies Prisma.ActivityWhereInput
    if ((await transaction.activity.count({ where: signUpHere })) > 0) return true
    const { email } = await transaction.user.findUniqueOrThrow({
      where: { id: userId },
      select: { email: true },
    })
    const author = { userId, email, credential: 'auth_token', sessionId, client } as const
    await addActivity(author, { action: 'signed_in' }, transaction)
    return true
  })
}

/** Lists the user's own sessions, most recently seen first. */
export async function listSessions(
  { subject, credential }: SessionPrincipal,
  now = new Date(),
): Promise<SessionRow[]> {
  const sessions = await db().session.findMany({
    where: { userId: subject.id, expiresAt: { gt: now } },
    orderBy: { lastSeenAt: 'desc' },
  })
  return sessions.map((session) => toRow(session, credential.sessionId))
}

export async function removeExpiredSessions(now = new Date()): Promise<void> {
  await db().session.deleteMany({ where: { expiresAt: { lte: now } } })
}

function toRow(session: Session, currentId: string): SessionRow {
  return {
    id: session.id,
    ...describeUserAgent(session.userAgent),
    created_at: session.createdAt.toISOString(),
    last_seen_at: session.lastSeenAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    is_current: session.id === currentId,
  }
}
