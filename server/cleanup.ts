import { removeOldActivity } from '@/lib/audit/retention'
import { removeExpiredCounts } from '@/lib/limits/counters'
import { log } from '@/lib/log/log'
import { removeExpiredOneTimeTokens } from '@/lib/one-time-tokens'
import { removeExpiredSessions } from '@/lib/sessions/session'
import { removeExpiredSecrets } from '@/lib/tokens/expired-secrets'
import { removeOldUses } from '@/lib/tokens/token-usage'

const intervalMs = 3_600_000

/** Removes expired rows, now and every hour. */
export function startCleanup(): void {
  const sweep = async () => {
    for (const remove of [
      removeExpiredSessions,
      removeExpiredOneTimeTokens,
      removeExpiredSecrets,
      removeExpiredCounts,
      removeOldActivity,
      removeOldUses,
    ])
      await remove().catch((error) => log().error('Expired rows could not be removed', { error }))
  }
  void sweep()
  setInterval(sweep, intervalMs).unref()
}
