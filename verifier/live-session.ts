import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import type { Subject } from '@/shared/principal'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { type RulesVersion, store } from '@/verifier/store'

interface LiveSession {
  subject: Subject
  groups: readonly string[]
  endsAt: Date
  rulesVersion: RulesVersion
}

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
): MaybePromise<LiveSession | null> {
  return mapMaybePromise(
    whenUnlocked(() => store().findSession(id)),
    (session) => {
      if (session?.user.id !== userId || session.expiresAt <= now) return null
      const { user, expiresAt: endsAt, rulesVersion } = session
      const { groups, ...subject } = user
      return { subject, groups, endsAt, rulesVersion }
    },
  )
}
