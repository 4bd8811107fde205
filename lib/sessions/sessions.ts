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
 * A session is one sign-in on one device. Its id travels in the browser's cookie and in every auth token (`sid`); both are
 * accepted while the row exists and has not expired, and every use asks for the row. Ending a session is deleting its row.
 */

const daySeconds = 86_400

/** 30 days; longer, where auth tokens are set to live longer: none outlives its session. */
export const sessionLifetimeSeconds = () =>
  Math.max(30 * daySeconds, env().authTokenTtlSeconds + daySeconds)

/** More than anybody has devices. With the next one, those that were longest not seen end. */
export const maxSessions = 500

export const adoptionWindowMs = 60_000

/** A new session, ready to be stored. */
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

/** Who acts by a session that has just been stored. */
export function principalOf(
  { id, expiresAt }: ReturnType<typeof newSession>,
  subject: Subject,
): SessionPrincipal {
  return { subject, credential: { kind: 'session', sessionId: id, sessionEndsAt: expiresAt } }
}

/**
 * Lets the session that sign-up has just started become the browser's own: once, and only for a
 * minute. Where that is the browser that has just signed up, its sign-up is all that is written
 * down; from elsewhere it is a sign-in of its own.
 * @returns whether it may
 */
export function adoptSession(
  { sessionId, subject: userId }: Pick<AuthTokenClaims, 'sessionId' | 'subject'>,
  client: Client,
  now = new Date(),
): Promise<boolean> {
  return db().$transaction(async (transaction) => {
    // Where the clock was set back, the minute does not begin again.
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

/** The caller's own sessions, the most recently seen first. */
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

/** Removes the rows of sessions that have expired. */
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
