import pg from 'pg'
import { requireOwnSessions } from '@/lib/db/postgres/pooler'
import { beginSession, connectionSettings } from '@/lib/db/postgres/session'

/**
 * The lock by which starts take turns with each other and with commands that exclude starting
 * servers.
 */
export const takeStartLock = `SELECT pg_advisory_lock(hashtext('jeton start'), hashtext($1))`

/** Returns settings that distinguish connections of commands and starts from those of servers. */
export const commandSettings = (databaseUrl: string): pg.ClientConfig => ({
  ...connectionSettings(databaseUrl),
  application_name: 'jeton-maintenance',
})

export interface CommandConnection {
  client: pg.Client
  /** The schema of the tables, which may not exist yet. */
  schema: string | null
}

/**
 * Opens a connection for locks. The locks end with it.
 * @throws SettingsError when the pooler's connections cannot hold locks
 */
export async function connectForLocks(databaseUrl: string): Promise<CommandConnection> {
  const client = new pg.Client(commandSettings(databaseUrl))
  // If the connection is lost, the next query fails and reports it.
  client.on('error', () => {})
  await client.connect()
  try {
    await requireOwnSessions(client, databaseUrl)
    return { client, schema: await beginSession(client, databaseUrl, { statementTimeoutMs: 0 }) }
  } catch (error) {
    await client.end()
    throw error
  }
}

/**
 * Runs `work` while no other process runs such work on the same schema. The lock ends with its
 * connection, however that ends.
 * @throws SettingsError as `connectForLocks`
 */
export async function withPostgresLock<T>(
  databaseUrl: string,
  work: (connection: CommandConnection) => Promise<T>,
): Promise<T> {
  const connection = await connectForLocks(databaseUrl)
  try {
    await connection.client.query(takeStartLock, [connection.schema ?? ''])
    return await work(connection)
  } finally {
    await connection.client.end()
  }
}

/**
 * Whether a statement failed because it had waited for a lock for as long as `lock_timeout` says.
 */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '55P03'
