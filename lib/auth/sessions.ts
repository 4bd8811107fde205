import { randomUUID } from 'node:crypto'
import type { SessionRow } from '@/lib/auth/session-row'
import { describeUserAgent } from '@/lib/auth/user-agent'
import { db } from '@/lib/db/client'
import type { Session } from '@/lib/db/generated/sqlite/client'
import type { SessionPrincipal, Subject } from '@/lib/principal'

/*
 * A session is one sign-in on one device. Its id travels in the browser's cookie and in every auth token (`sid`); both are
 * accepted while the row exists, and every use asks for the row. Ending a session is deleting its row.
 */

export const sessionLifetimeSeconds = 30 * 86_400
const maxUserAgentLength = 512

export async function startSession(userId: string, userAgent: string, now = new Date()): Promise<string> {
  const { id } = await db().session.create({
    data: {
      id: randomUUID(),
      userId,
      userAgent: userAgent.slice(0, maxUserAgentLength),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionLifetimeSeconds * 1000),
    },
    select: { id: true },
  })
  return id
}

/** Whose session it is, or null when it was ended, has expired, or its user is another or gone. */
export async function getSessionSubject(
  id: string,
  userId: string,
  now = new Date(),
): Promise<Subject | null> {
  const session = await db().session.findFirst({
    where: { id, expiresAt: { gt: now }, user: { id: userId } },
    select: { user: { select: { id: true, email: true, displayName: true } } },
  })
  return session?.user ?? null
}

/** Whether this user's session exists and began within the last seconds. */
export async function isSessionYoung(
  { sessionId, subject }: { sessionId: string; subject: string },
  maxAgeSeconds: number,
  now = new Date(),
): Promise<boolean> {
  const since = new Date(now.getTime() - maxAgeSeconds * 1000)
  const where = { id: sessionId, createdAt: { gte: since }, user: { id: subject } }
  return (await db().session.findFirst({ where, select: { id: true } })) !== null
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

/** Ends one of the caller's own sessions. @returns whether there was such a session */
export async function endSession({ subject }: SessionPrincipal, id: string): Promise<boolean> {
  const { count } = await db().session.deleteMany({ where: { id, userId: subject.id } })
  return count === 1
}

/** Ends all of the caller's sessions but the one that asks. @returns how many */
export async function endOtherSessions({ subject, credential }: SessionPrincipal): Promise<number> {
  const others = { userId: subject.id, id: { not: credential.sessionId } }
  return (await db().session.deleteMany({ where: others })).count
}

/** Ends the session that a cookie, already checked, names. */
export async function endSessionById(id: string): Promise<void> {
  await db().session.deleteMany({ where: { id } })
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
