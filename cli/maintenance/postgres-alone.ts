import { setTimeout } from 'node:timers/promises'
import { Refusal } from '@/cli/maintenance/refusal'
import {
  type CommandConnection,
  connectForLocks,
  isLockTimeout,
  takeStartLock,
} from '@/lib/db/postgres/lock'
import { keepServersOut } from '@/lib/db/postgres/serving'

/** Longest wait for another move, or for a server that is starting. */
const lockTimeout = '30s'

/** Longest time for the database to notice that a server has ended. */
const lingerMs = 2_000
const pollMs = 50

/**
 * Connects to a database that no server uses. No server can start on it until the connection is
 * closed.
 * @param name the database, without a password
 * @throws Refusal where a server or another command uses it
 */
export async function connectAlone(url: string, name: string): Promise<CommandConnection> {
  const connection = await connectForLocks(url)
  try {
    await connection.client.query(`SET lock_timeout = '${lockTimeout}'`)
    await keepStartsWaiting(connection, name)
    await requireNoServer(connection, name)
    return connection
  } catch (error) {
    await connection.client.end()
    throw error
  }
}

/** Takes the start lock. A server that starts meanwhile waits for it. */
async function keepStartsWaiting(
  { client, schema }: CommandConnection,
  name: string,
): Promise<void> {
  try {
    await client.query(takeStartLock, [schema ?? ''])
  } catch (error) {
    if (!isLockTimeout(error)) throw error
    throw new Refusal(`another command is at work on ${name}: wait until it is done`)
  }
}

async function requireNoServer({ client, schema }: CommandConnection, name: string): Promise<void> {
  const end = performance.now() + lingerMs
  for (;;) {
    if (await keepServersOut(client, schema)) return
    if (performance.now() > end)
      throw new Refusal(`a server runs on ${name}: stop every instance first`)
    await setTimeout(pollMs)
  }
}
