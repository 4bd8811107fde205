import { lookups } from '@/lib/db/lookups'
import type { Subject } from '@/lib/principal'

/** Whose session it is and when it ends; or null when it was ended, has expired, or its user is another or gone. */
export function getLiveSession(
  id: string,
  userId: string,
  now: Date,
): { subject: Subject; endsAt: Date } | null {
  const session = lookups().findSession(id)
  if (session?.user.id !== userId || session.expiresAt <= now) return null
  return { subject: session.user, endsAt: session.expiresAt }
}
