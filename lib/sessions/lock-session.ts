import type { SignedInActor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { isRecordMissing } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { liveSession } from '@/lib/sessions/session'

/** The session that requested a change has ended meanwhile, and the change was not made. */
export class SessionOver extends Error {
  override name = 'SessionOver'
}

/**
 * Ties a transaction to the session that requests it. If the session ended while the transaction
 * waited, nothing is written, and the session cannot end before the transaction does. A change to
 * the user's row comes before it: see the lock order in session.ts.
 */
export const lockSession = (actor: SignedInActor) => lockSessionIn(db(), actor)

/** `lockSession` within an interactive transaction. */
export function lockSessionIn(database: Prisma.TransactionClient, { principal }: SignedInActor) {
  const now = new Date()
  const where = { id: principal.credential.sessionId, ...liveSession(now) }
  return database.session.update({ where, data: { lastSeenAt: now }, select: { id: true } })
}

/**
 * @param write a transaction that contains `lockSession`
 * @throws SessionOver when the session has ended
 */
export async function whileSessionLives<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw isRecordMissing(error) ? new SessionOver() : error
  }
}
