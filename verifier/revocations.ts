import { env } from '@/lib/config/settings'
import { providerOf } from '@/lib/db/database-url'
import { postgresLease } from '@/verifier/postgres/lease'
import { postgresRevocations } from '@/verifier/postgres/revocations'

/*
 * Cache invalidation across processes. SQLite needs none: every process asks the database for
 * commits before it answers from its cache.
 */

const isShared = () => providerOf(env().databaseUrl) === 'postgresql'

/**
 * Lets this thread answer from its cache, until `stopCaching`, and receive the acknowledgements for
 * which the revocation stream waits.
 */
export function startCaching(): void {
  if (!isShared() || env().leases === 'off') return
  postgresLease().start()
  watchRevocations()
}

export async function stopCaching(): Promise<void> {
  if (isShared()) await postgresLease().stop()
  await stopRevocations()
}

/** Lets this thread receive acknowledgements of invalidations, until `stopRevocations`. */
export function watchRevocations(): void {
  if (isShared()) postgresRevocations().start()
}

export async function stopRevocations(): Promise<void> {
  if (isShared()) await postgresRevocations().stop()
}

/**
 * Runs a write that revokes something, or changes what verification returns for a user, and waits
 * until no process answers from results cached before it.
 * @returns the result of `write`
 */
export async function revoking<T>(write: () => Promise<T>): Promise<T> {
  const result = await write()
  await settleRevocations()
  return result
}

/**
 * Waits until no process answers from results cached before the revocations that are committed by
 * now. For a caller that confirms what another request has revoked.
 */
export async function settleRevocations(): Promise<void> {
  if (isShared()) await postgresRevocations().settle()
}
