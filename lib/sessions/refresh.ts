import { type SignedInActor, signedInActor, type Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { RequestOrigin } from '@/lib/http/request-origin'
import { log } from '@/lib/log/log'
import { endSessions } from '@/lib/sessions/end-session'
import type { RefreshToken } from '@/lib/sessions/refresh-token'
import { liveSession, principalOf } from '@/lib/sessions/session'
import type { SessionPrincipal } from '@/shared/principal'

/*
 * Each refresh spends its token. A spent token that is presented again is in the hands of two
 * parties, and ends its session. The exception is the last token before the current one, if it was
 * spent a moment ago: that is a race of two tabs. Its holder gets an auth token but no refresh
 * token, keeps the spent one, and is detected at the next refresh. See
 * docs/decisions/0012-refresh-cookies.md.
 */

export const graceMs = 10_000

/** `next` is null for the second of two requests that raced. */
export type Refreshed = { principal: SessionPrincipal; next: RefreshToken | null }

/**
 * Exchanges a refresh token for the next one. A spent token that is presented again ends its
 * session.
 * @returns null for a token that is spent or whose session has ended
 */
export async function refreshSession(
  { origin }: Visitor,
  token: RefreshToken,
  now = new Date(),
): Promise<Refreshed | null> {
  const rotated = await db().$transaction((transaction) => rotate(transaction, token, origin, now))
  if (rotated) return rotated
  const session = await getSession(db(), token.sessionId, now)
  if (!session) return null
  const actor = holderOf(session.principal, origin)
  if (isRaced(token, session, now)) {
    await addActivity(actor, session.principal.subject, { action: 'auth_token_issued' })
    return { principal: session.principal, next: null }
  }
  await endIfSpent(token, actor)
  return null
}

/**
 * Spends the token.
 * @returns null if it is not the current one
 */
async function rotate(
  transaction: Prisma.TransactionClient,
  { sessionId, generation }: RefreshToken,
  origin: RequestOrigin,
  now: Date,
): Promise<Refreshed | null> {
  const next = { sessionId, generation: generation + 1 }
  const { count } = await transaction.session.updateMany({
    where: { id: sessionId, refreshGeneration: generation, ...liveSession(now) },
    data: { refreshGeneration: next.generation, refreshedAt: now },
  })
  const session = count === 1 ? await getSession(transaction, sessionId, now) : null
  if (!session) return null
  const { principal } = session
  const actor = holderOf(principal, origin)
  await addActivity(actor, principal.subject, { action: 'auth_token_issued' }, transaction)
  return { principal, next }
}

/** The holder of a session's refresh cookie. */
const holderOf = (principal: SessionPrincipal, origin: RequestOrigin) =>
  signedInActor(principal, origin, 'refresh_cookie')

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
  // Absolute difference: the clock of either instance may be ahead, or have been set back
  // meanwhile.
  return Math.abs(now.getTime() - refreshedAt.getTime()) < graceMs
}

/**
 * Ends the session of a spent token. A token ahead of the database is not spent: restoring a backup
 * puts current tokens ahead.
 */
async function endIfSpent(
  { sessionId, generation }: RefreshToken,
  actor: SignedInActor,
): Promise<void> {
  const detail = { session_id: sessionId, reason: 'refresh_cookie_reused' } as const
  const ended = await endSessions({
    actor,
    account: actor.principal.subject,
    which: { id: sessionId, refreshGeneration: { gt: generation } },
    eventOf: (count) => (count > 0 ? { action: 'session_ended', detail } : null),
  })
  if (ended === 1) log().warn('A refresh cookie was used twice: its session was ended.')
}

async function getSession(
  database: Prisma.TransactionClient,
  id: string,
  now: Date,
): Promise<(Rotation & { principal: SessionPrincipal }) | null> {
  const session = await database.session.findUnique({
    where: { id, ...liveSession(now) },
    select: {
      expiresAt: true,
      refreshGeneration: true,
      refreshedAt: true,
      user: { select: { id: true, email: true, displayName: true } },
    },
  })
  if (!session) return null
  const { user, expiresAt, ...rotation } = session
  return { ...rotation, principal: principalOf({ id, expiresAt }, user) }
}
