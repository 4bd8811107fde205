import { type Author, addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Client } from '@/lib/http/client'
import { log } from '@/lib/log/log'
import { end } from '@/lib/sessions/end-session'
import type { RefreshToken } from '@/lib/sessions/refresh-token'
import type { SessionPrincipal } from '@/shared/principal'

/*
 * Each refresh spends its token. One that comes back spent is in two hands, and ends its session: unless it is the last one before the
 * living one, spent a moment ago, which is what two tabs do. Such a one is answered, and never leads to a living one again: whoever was
 * second is left with a spent token and shows it with the next refresh. See docs/decisions/0012-refresh-cookies.md.
 */

export const graceMs = 10_000

/** `next` is missing for the second of two that raced. */
export type Refreshed = { principal: SessionPrincipal; next: RefreshToken | null }

/** @returns null for a token that is spent or whose session is over */
export async function refreshSession(
  token: RefreshToken,
  client: Client,
  now = new Date(),
): Promise<Refreshed | null> {
  const rotated = await db().$transaction((transaction) => rotate(transaction, token, client, now))
  if (rotated) return rotated
  const session = await getSession(db(), token.sessionId, now)
  if (!session) return null
  const author = authorOf(session.principal, client)
  if (isRaced(token, session, now)) {
    await addActivity(author, { action: 'auth_token_issued' })
    return { principal: session.principal, next: null }
  }
  await endIfSpent(token, author)
  return null
}

/** Spends the token. @returns null where it is not the living one */
async function rotate(
  transaction: Prisma.TransactionClient,
  { sessionId, generation }: RefreshToken,
  client: Client,
  now: Date,
): Promise<Refreshed | null> {
  const next = { sessionId, generation: generation + 1 }
  const { count } = await transaction.session.updateMany({
    where: { id: sessionId, refreshGeneration: generation, expiresAt: { gt: now } },
    data: { refreshGeneration: next.generation, refreshedAt: now },
  })
  const session = count === 1 ? await getSession(transaction, sessionId, now) : null
  if (!session) return null
  await addActivity(
    authorOf(session.principal, client),
    { action: 'auth_token_issued' },
    transaction,
  )
  return { principal: session.principal, next }
}

/** Whoever holds the cookie of a session. */
const authorOf = ({ subject, credential }: SessionPrincipal, client: Client): Author => ({
  userId: subject.id,
  email: subject.email,
  credential: 'refresh_cookie',
  sessionId: credential.sessionId,
  client,
})

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
  // Whichever of the clocks of two instances is ahead, and also where somebody has set one back meanwhile.
  return Math.abs(now.getTime() - refreshedAt.getTime()) < graceMs
}

/** Not for one that is ahead of the database: that is what a restored backup makes of a living one. */
async function endIfSpent({ sessionId, generation }: RefreshToken, author: Author): Promise<void> {
  const where = { id: sessionId, refreshGeneration: { gt: generation } }
  const detail = { session_id: sessionId, reason: 'refresh_cookie_reused' } as const
  if ((await end(where, author, () => ({ action: 'session_ended', detail }))) === 1)
    log().warn('A refresh cookie was used twice: its session was ended.')
}

async function getSession(
  database: Prisma.TransactionClient,
  id: string,
  now: Date,
): Promise<(Rotation & { principal: SessionPrincipal }) | null> {
  const session = await database.session.findUnique({
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
