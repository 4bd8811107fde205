import pg from 'pg'
import { SettingsError } from '@/lib/config/settings'
import { connectionSettings } from '@/lib/db/postgres/session'

/** Enough that another client of the pooler does not hide what it does every time. */
const tries = 5

/**
 * Refuses a pooler that lends a connection for one transaction: locks and settings would stay with whoever gets it next, and notifications
 * would arrive nowhere. Two clients, both connected, meet the same process of the server there, and never otherwise.
 * @throws SettingsError
 */
export async function requireOwnSessions(client: pg.Client, databaseUrl: string): Promise<void> {
  const { processID } = client as pg.Client & { processID: number | null }
  // A pooler makes a number of its own up.
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
