import { patiently } from '@/lib/db/patiently'
import type { Eventually } from '@/lib/eventually'

/** How long a call waits for another process that has locked the whole database. */
const limitMs = 1_000

/** Looks something up, as soon as no other process keeps the database to itself. @throws when that takes too long */
export function whenUnlocked<T>(ask: () => Eventually<T>): Promise<T> {
  return patiently(limitMs, ask)
}
