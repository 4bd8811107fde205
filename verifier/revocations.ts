import { env } from '@/lib/config/settings'
import { providerOf } from '@/lib/db/provider'
import { postgresLease } from '@/verifier/postgres/lease'
import { postgresRevocations } from '@/verifier/postgres/revocations'

/*
 * How what was revoked is forgotten everywhere. SQLite needs none of it: every process asks it whether something was committed, before it
 * answers from memory.
 */

const isShared = () => providerOf(env().databaseUrl) === 'postgresql'

/** Lets this thread answer from memory, until `stopRemembering`. */
export function startRemembering(): void {
  if (isShared() && env().leases === 'on') postgresLease().start()
}

export async function stopRemembering(): Promise<void> {
  if (isShared()) await postgresLease().stop()
}

/** Lets this thread hear who has forgotten, until `stopRevocations`. */
export function watchRevocations(): void {
  if (isShared()) postgresRevocations().start()
}

export async function stopRevocations(): Promise<void> {
  if (isShared()) await postgresRevocations().stop()
}

/**
 * Does a write that takes something away, or changes what verification says of a user, and waits until no process answers any
 * more from what it remembered before.
 */
export async function revoking<T>(write: () => Promise<T>): Promise<T> {
  const result = await write()
  if (isShared()) await postgresRevocations().settle()
  return result
}
