import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import type { Subject } from '@/shared/principal'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { store } from '@/verifier/store'

/**
 * Returns the user and the end of a session.
 * @returns null if the session was ended or has expired, or if it belongs to another user or a
 * deleted one
 * @throws Error if the database cannot be queried
 */
export function getLiveSession(
  id: string,
  userId: string,
  now: Date,
): MaybePromise<{ subject: Subject; endsAt: Date } | null> {
  return mapMaybePromise(
    whenUnlocked(() => store().findSession(id)),
    (session) =>
      session?.user.id !== userId || session.expiresAt <= now
        ? null
        : { subject: session.user, endsAt: session.expiresAt },
  )
}
