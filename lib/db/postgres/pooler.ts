import pg from 'pg'
import { SettingsError } from '@/lib/config/settings-error'
import { connectionSettings } from '@/lib/db/postgres/session'

/** Enough tries that other clients of the pooler do not hide its behaviour. */
const tries = 5

/**
 * Rejects a pooler in transaction mode: locks and settings would stay with the next user of the
 * connection, and notifications would not arrive. Behind such a pooler, and only there, two
 * connected clients reach the same server process.
 * @throws SettingsError
 */
export async function requireOwnSessions(client: pg.Client, databaseUrl: string): Promise<void> {
  const { processID } = client as pg.Client & { processID: number | null }
  // A pooler makes up a process ID of its own.
  if (processID === (await processOf(client))) return
  const other = new pg.Client(connectionSettings(databaseUrl))
  other.on('error', () => {})
  await other.connect()
  try {
    for (let i = 0; i < tries; i += 1)
      if ((await processOf(client)) === (await processOf(other))) throw new SettingsError(refusal)
  } finally {
    await other.end()
  }
}

const refusal =
  'DATABASE_URL names a pooler that lends a connection for one transaction: set its pool_mode to session, or give the address of PostgreSQL itself'

async function processOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid
}
