import { removeOldActivity } from '@/lib/audit/retention'
import { removeExpiredCounts } from '@/lib/limits/counters'
import { log } from '@/lib/log/log'
import { removeExpiredSessions } from '@/lib/sessions/session'

const intervalMs = 3_600_000

/**
 * Removes expired sessions, rate-limit counts and old audit rows, now and every
 * hour.
 */
export function startCleanup(): void {
  const sweep = async () => {
    for (const remove of [removeExpiredSessions, removeExpiredCounts, removeOldActivity])
      await remove().catch((error) =>
        log().error('What has expired could not be removed', { error }),
      )
  }
  void sweep()
  setInterval(sweep, intervalMs).unref()
}
