import type { RefreshToken } from '@/lib/auth/refresh-token'
import { db } from '@/lib/db/client'
import { revoking } from '@/lib/db/revoking'
import { log } from '@/lib/log'
import type { SessionPrincipal } from '@/lib/principal'

/*
 * Each refresh spends its token. One that comes back spent is in two hands, and ends its session: unless it is the last one before the
 * living one, spent a moment ago, which is what two tabs do. Such a one is answered, and never leads to a living one again: whoever was
 * second is left with a spent token and shows it with the next refresh. See docs/decisions/0012-refresh-cookies.md.
 */

export const graceMs = 10_000

/** `next` is missing for the second of two that raced. */
export type Refreshed = { principal: SessionPrincipal; next: RefreshToken | null }

/** @returns null for a token that is spent or whose session is over */
export async function refreshSession(token: RefreshToken, now = new Date()): Promise<Refreshed | null> {
  const { sessionId, generation } = token
  const next = { sessionId, generation: generation + 1 }
  const { count } = await db().session.updateMany({
    where: { id: sessionId, refreshGeneration: generation, expiresAt: { gt: now } },
    data: { refreshGeneration: next.generation, refreshedAt: now },
  })
  const session = await getSession(sessionId, now)
  if (!session) return null
  if (count === 1) return { principal: session.principal, next }
  if (isRaced(token, session, now)) return { principal: session.principal, next: null }
  await endIfSpent(token)
  return null
}

interface Rotation {
  refreshGeneration: number
  refreshedAt: Date | null
}

function isRaced(
  { generation }: RefreshToken,
  { refreshGeneration, refreshedAt }: Rotation,
  now: Date,
): boolean {
  if (refreshGeneration !== generation + 1 || !refreshedAt) return false
  // Whichever of the clocks of two instances is ahead.
  return Math.abs(now.getTime() - refreshedAt.getTime()) < graceMs
}

/** Not for one that is ahead of the database: that is what a restored backup makes of a living one. */
async function endIfSpent({ sessionId, generation }: RefreshToken): Promise<void> {
  const where = { id: sessionId, refreshGeneration: { gt: generation } }
  const { count } = await revoking(() => db().session.deleteMany({ where }))
  if (count === 1) log().warn('A refresh cookie was used twice: its session was ended.')
}

async function getSession(
  id: string,
  now: Date,
): Promise<(Rotation & { principal: SessionPrincipal }) | null> {
  const session = await db().session.findUnique({
    where: { id, expiresAt: { gt: now } },
    select: {
      expiresAt: true,
      refreshGeneration: true,
      refreshedAt: true,
      user: { select: { id: true, email: true, displayName: true } },
    },
  })
  if (!session) return null
  const { user: subject, expiresAt: sessionEndsAt, ...rotation } = session
  return {
    ...rotation,
    principal: { subject, credential: { kind: 'session', sessionId: id, sessionEndsAt } },
  }
}
