import { db } from '@/lib/db/client'
import { isRecordMissing } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'

/** The session by which something was asked for has ended meanwhile: what was asked for is not done. */
export class SessionOver extends Error {
  override name = 'SessionOver'
}

/**
 * Binds a transaction to the session that asks: one that was ended while it waited in line writes nothing, and none is ended until this is
 * through. The first statement of it.
 * @param database the transaction, where it is one that goes step by step
 */
export function holdSession(
  { sessionId }: { sessionId: string | null },
  database: Prisma.TransactionClient = db(),
) {
  const now = new Date()
  const where = { id: sessionId ?? '', expiresAt: { gt: now } }
  return database.session.update({ where, data: { lastSeenAt: now }, select: { id: true } })
}

/** @param write a transaction that holds the session @throws SessionOver */
export async function whileSessionLives<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    throw isRecordMissing(error) ? new SessionOver() : error
  }
}
