import { lookups } from '@/lib/db/lookups'
import { type Eventually, whenThere } from '@/lib/eventually'
import type { Subject } from '@/lib/principal'

/** Whose session it is and when it ends; or null when it was ended, has expired, or its user is another or gone. */
export function getLiveSession(
  id: string,
  userId: string,
  now: Date,
): Eventually<{ subject: Subject; endsAt: Date } | null> {
  return whenThere(lookups().findSession(id), (session) =>
    session?.user.id !== userId || session.expiresAt <= now
      ? null
      : { subject: session.user, endsAt: session.expiresAt },
  )
}
