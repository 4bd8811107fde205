import { isBusy, retryWhileLocked } from '@/lib/db/sqlite/retry-while-locked'
import type { MaybePromise } from '@/lib/maybe-promise'

/** How long a call waits for another process that has locked the whole database. */
const limitMs = 1_000

/**
 * Runs a look-up. Only while another process has locked the whole database does it wait, and retry.
 * @throws Error if the lock is held for longer than `limitMs`
 */
export function whenUnlocked<T>(ask: () => MaybePromise<T>): MaybePromise<T> {
  try {
    return ask()
  } catch (error) {
    if (!isBusy(error)) throw error
    return retryWhileLocked(limitMs, ask)
  }
}
