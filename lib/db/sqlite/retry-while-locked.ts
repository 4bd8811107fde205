import { setTimeout } from 'node:timers/promises'
import type { MaybePromise } from '@/lib/maybe-promise'

const intervalMs = 10

/**
 * Retries while another process holds the lock. SQLite's own wait would block the event loop, and
 * thus the whole server, for as long.
 * @param limitMs after this time the database counts as unavailable and the error is thrown
 */
export async function retryWhileLocked<T>(limitMs: number, run: () => MaybePromise<T>): Promise<T> {
  const deadline = performance.now() + limitMs
  for (;;) {
    try {
      return await run()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
      await setTimeout(intervalMs)
    }
  }
}

/** SQLITE_BUSY, as reported by the driver or by Prisma's adapter. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_BUSY'))
    return true
  const { cause } = error
  return (
    typeof cause === 'object' && cause !== null && 'kind' in cause && cause.kind === 'SocketTimeout'
  )
}
