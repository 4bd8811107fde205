import { db } from '@/lib/db/client'
import { isRecordMissing } from '@/lib/db/errors'

/** The session that requested a change has ended meanwhile, and the change was not made. */
export class SessionOver extends Error {
  override name = 'SessionOver'
}

/**
 * Ties a transaction to the session that requests it. If the session ended while the transaction
 * waited, nothing is written, and the session cannot end before the transaction does. Lock order: a
 * change to the user's row comes first, as it does wherever sessions end together with a change to
 * the user, so that two transactions never wait for each other.
 */
export function holdSession({ sessionId }: { sessionId: string | null }) {
  const now = new Date()
  const where = { id: sessionId ?? '', expiresAt: { gt: now } }
  return db().session.update({ where, data: { lastSeenAt: now }, select: { id: true } })
}

/**
 * @param write a transaction that contains `holdSession`
 * @throws SessionOver when the session has ended
 */
export async function whileSessionLives<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw isRecordMissing(error) ? new SessionOver() : error
  }
}
