import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import type { Subject } from '@/shared/principal'
import { store } from '@/verifier/store'

/** Whose session it is and when it ends; or null when it was ended, has expired, or its user is another or gone. */
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
