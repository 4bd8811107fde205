import { setTimeout } from 'node:timers/promises'
import type { MaybePromise } from '@/lib/maybe-promise'

const intervalMs = 10

/**
 * Tries again while another process holds the lock. SQLite can wait by itself, but without giving the event loop back: the whole
 * server would stand still for as long.
 * @param limitMs how long until the database counts as unavailable, and its error is thrown
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

/** SQLITE_BUSY, as the driver says it and as Prisma's adapter does. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_BUSY'))
    return true
  const { cause } = error
  return (
    typeof cause === 'object' && cause !== null && 'kind' in cause && cause.kind === 'SocketTimeout'
  )
}
