import pg from 'pg'
import { requireOwnSessions } from '@/lib/db/postgres/pooler'
import { beginSession, connectionSettings } from '@/lib/db/postgres/session'

/** Starts, and commands that no server may start beside, take turns. */
export const takeStartLock = `SELECT pg_advisory_lock(hashtext('jeton start'), hashtext($1))`

/** A connection of a command, or of a start, told from those of a server. */
export const commandSettings = (databaseUrl: string): pg.ClientConfig => ({
  ...connectionSettings(databaseUrl),
  application_name: 'jeton-maintenance',
})

export interface CommandConnection {
  client: pg.Client
  /** Where the tables are, or will be. */
  schema: string | null
}

/**
 * A connection that holds locks. They end with it.
 * @throws SettingsError where a pooler hands out connections that nothing can be held on
 */
export async function connectForLocks(databaseUrl: string): Promise<CommandConnection> {
  const client = new pg.Client(commandSettings(databaseUrl))
  // Cut in the middle: the next question fails too, and says so.
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

/** Does something while no other process does it on the same schema. The lock ends with its connection, however that ends. */
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
