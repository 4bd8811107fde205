import { db } from '@/lib/db/client'
import { isRecordMissing } from '@/lib/db/errors'

/** The session by which something was asked for has ended meanwhile: what was asked for is not done. */
export class SessionOver extends Error {
  override name = 'SessionOver'
}

/**
 * Binds a batch to the session that asks: one that was ended while it waited in line writes nothing, and none is ended until this is
 * through. Where the user's row is changed too, that comes first, as it does wherever sessions are ended with something of the user: nobody waits for the
 * other while the other waits for them.
 */
export function holdSession({ sessionId }: { sessionId: string | null }) {
  const now = new Date()
  const where = { id: sessionId ?? '', expiresAt: { gt: now } }
  return db().session.update({ where, data: { lastSeenAt: now }, select: { id: true } })
}

/** @param write a transaction that holds the session @throws SessionOver */
export async function whileSessionLives<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw isRecordMissing(error) ? new SessionOver() : error
  }
}
