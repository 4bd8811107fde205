import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { lockId } from '@/lib/db/postgres-lock'
import { connectionSettings } from '@/lib/db/postgres-pool'
import { Refusal } from '@/lib/maintenance/refusal'

/** How long to wait for another move, or for a server that is starting. */
const lockTimeout = '30s'
const lockNotAvailable = '55P03'

/** How long the database may take to notice that a server has ended. */
const lingerMs = 2_000
const pollMs = 50

/** The spellings that `toValue` reads, whatever the server or the role has set. */
const spellings = `SET timezone = 'UTC'; SET datestyle = 'ISO'; SET bytea_output = 'hex'`

/** Every connection of a server says its name. */
const instances = `
SELECT count(*)::int AS count FROM pg_stat_activity
WHERE datname = current_database() AND application_name ~ '^jeton( |$)' AND pid <> pg_backend_pid()`

/** Told from a server's. */
export const commandSettings = (url: string): pg.ClientConfig => ({
  ...connectionSettings(url),
  application_name: 'jeton-maintenance',
})

/**
 * A connection to a database that no server runs on, and that none starts on until it is closed.
 * @param name the database, without a password
 * @throws Refusal where one runs on it
 */
export async function connectAlone(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client(commandSettings(url))
  // Cut in the middle: the next question fails too, and says so.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`${spellings}; SET lock_timeout = '${lockTimeout}'`)
    await takeStartLock(client, name)
    await requireNoServer(client, name)
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}

/** A server that starts meanwhile waits for it. */
async function takeStartLock(client: pg.Client, name: string): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockId])
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== lockNotAvailable) throw error
    throw new Refusal(`another command is at work on ${name}: wait until it is done`)
  }
}

async function requireNoServer(client: pg.Client, name: string): Promise<void> {
  const end = performance.now() + lingerMs
  for (;;) {
    const { rows } = await client.query<{ count: number }>(instances)
    if (rows[0]?.count === 0) return
    if (performance.now() > end) throw new Refusal(`a server runs on ${name}: stop every instance first`)
    await setTimeout(pollMs)
  }
}
