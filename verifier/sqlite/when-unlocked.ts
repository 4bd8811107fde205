import { retryWhileLocked } from '@/lib/db/sqlite/retry-while-locked'
import type { MaybePromise } from '@/lib/maybe-promise'

/** How long a call waits for another process that has locked the whole database. */
const limitMs = 1_000

/**
 * Runs a look-up, retrying while another process has locked the whole database.
 * @throws Error if the lock is held for longer than `limitMs`
 */
export function whenUnlocked<T>(ask: () => MaybePromise<T>): Promise<T> {
  return retryWhileLocked(limitMs, ask)
}
