import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import type { Subject } from '@/shared/principal'
import { store } from '@/verifier/store'

/**
 * Returns the user and the end of a session.
 * @returns null if the session was ended or has expired, or if it belongs to another user or a
 * deleted one
 */
export function getLiveSession(
  id: string,
  userId: string,
  now: Date,
): MaybePromise<{ subject: Subject; endsAt: Date } | null> {
  return mapMaybePromise(store().findSession(id), (session) =>
    session?.user.id !== userId || session.expiresAt <= now
      ? null
      : { subject: session.user, endsAt: session.expiresAt },
  )
}
