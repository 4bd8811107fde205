import type { Actor, SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { maxSessions } from '@/lib/sessions/session'
import { describeUserAgent } from '@/lib/sessions/user-agent'
import type { Event } from '@/shared/audit-event'
import { revoking, settleRevocations } from '@/verifier/revocations'

/** A statement takes a limited number of parameters. */
const maxEndedAtOnce = 1_000

interface Ending {
  actor: Actor
  account: { id: string; email: string }
  /** Which sessions of the account end. */
  which: Prisma.SessionWhereInput
  /** Returns the event to record for a number of ended sessions, or null for none. */
  eventOf: (ended: number) => Event | null
}

/**
 * Ends sessions of one account and records it, in the caller's transaction, which the caller
 * commits within `revoking`. Every end of a session that somebody asks for is made here;
 * lib/sessions/session.ts lists the others.
 * @returns the number of ended sessions
 */
export async function endSessionsIn(
  transaction: Prisma.TransactionClient,
  { actor, account, which, eventOf }: Ending,
): Promise<number> {
  const { count } = await transaction.session.deleteMany({
    where: { ...which, userId: account.id },
  })
  const event = eventOf(count)
  if (event) await addActivity(actor, account, event, transaction)
  return count
}

/**
 * Ends sessions as `endSessionsIn` does, in a transaction of their own. Every instance refuses them
 * when it returns.
 */
export const endSessions = (ending: Ending): Promise<number> =>
  revoking(() => db().$transaction((transaction) => endSessionsIn(transaction, ending)))

const ifAny = (event: (ended: number) => Event) => (ended: number) =>
  ended > 0 ? event(ended) : null

/**
 * Ends one of the user's sessions. Ending the actor's own session is a log out.
 * @returns whether there was such a session
 */
export async function endSession(actor: SignedInActor, id: string): Promise<boolean> {
  const { subject: account, credential } = actor.principal
  const where = { id, userId: account.id }
  const session = await db().session.findFirst({ where, select: { userAgent: true } })
  if (!session) {
    await settleRevocations()
    return false
  }
  const detail = { session_id: id, ...describeUserAgent(session.userAgent) }
  const event: Event =
    id === credential.sessionId ? { action: 'signed_out' } : { action: 'session_ended', detail }
  return (await endSessions({ actor, account, which: { id }, eventOf: ifAny(() => event) })) === 1
}

/**
 * Ends all of the user's sessions except the actor's.
 * @returns the number of ended sessions
 */
export function endOtherSessions(actor: SignedInActor): Promise<number> {
  const { subject: account, credential } = actor.principal
  return endSessions({
    actor,
    account,
    which: { id: { not: credential.sessionId } },
    eventOf: ifAny((ended) => ({ action: 'other_sessions_ended', detail: { ended } })),
  })
}

/**
 * Ends the user's sessions beyond `maxSessions`, least recently seen first, and never the actor's
 * own.
 */
export async function endSurplusSessions(actor: SignedInActor): Promise<void> {
  const { subject: account, credential } = actor.principal
  const surplus = await db().session.findMany({
    where: { userId: account.id, id: { not: credential.sessionId } },
    orderBy: { lastSeenAt: 'desc' },
    skip: maxSessions - 1,
    take: maxEndedAtOnce,
    select: { id: true },
  })
  if (surplus.length === 0) return
  await endSessions({
    actor,
    account,
    which: { id: { in: surplus.map(({ id }) => id) } },
    eventOf: ifAny((ended) => ({
      action: 'other_sessions_ended',
      detail: { ended, reason: 'too_many_sessions' },
    })),
  })
}
