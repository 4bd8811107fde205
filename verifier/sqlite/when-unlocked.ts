import { retryWhileLocked } from '@/lib/db/sqlite/retry-while-locked'
import type { MaybePromise } from '@/lib/maybe-promise'

/** How long a call waits for another process that has locked the whole database. */
const limitMs = 1_000

/** Looks something up, as soon as no other process keeps the database to itself. @throws when that takes too long */
export function whenUnlocked<T>(ask: () => MaybePromise<T>): Promise<T> {
  return retryWhileLocked(limitMs, ask)
}
