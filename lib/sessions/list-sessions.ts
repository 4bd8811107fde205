import { db } from '@/lib/db/client'
import type { Session } from '@/lib/db/generated/sqlite/client'
import { liveSession } from '@/lib/sessions/session'
import { describeUserAgent } from '@/lib/sessions/user-agent'
import type { SessionPrincipal } from '@/shared/principal'
import type { SessionRow } from '@/shared/session-row'

/** Lists the user's own sessions, most recently seen first. */
export async function listSessions(
  { subject, credential }: SessionPrincipal,
  now = new Date(),
): Promise<SessionRow[]> {
  const sessions = await db().session.findMany({
    where: { userId: subject.id, ...liveSession(now) },
    orderBy: { lastSeenAt: 'desc' },
  })
  return sessions.map((session) => toRow(session, credential.sessionId))
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
