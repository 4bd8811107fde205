import { removeOldActivity } from '@/lib/activity/retention'
import { removeExpiredSessions } from '@/lib/auth/sessions'
import { removeExpiredCounts } from '@/lib/limits/counters'
import { log } from '@/lib/log'
import { removeExpiredIdempotencyKeys } from '@/lib/tokens/api-token/idempotent-create'

const intervalMs = 3_600_000

/** Removes what has expired, now and every hour. */
export function keepHouse(): void {
  const sweep = async () => {
    for (const remove of [
      removeExpiredSessions,
      removeExpiredIdempotencyKeys,
      removeExpiredCounts,
      removeOldActivity,
    ])
      await remove().catch((error) => log().error('What has expired could not be removed', { error }))
  }
  void sweep()
  setInterval(sweep, intervalMs).unref()
}
