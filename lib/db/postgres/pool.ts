import pg from 'pg'
import { env } from '@/lib/config/settings'
import { serveSchema } from '@/lib/db/postgres/serving'
import { beginSession, connectionSettings } from '@/lib/db/postgres/session'
import { oncePerProcess } from '@/lib/once-per-process'

/** How long a query may take to be answered before the database counts as away. */
const queryTimeoutMs = 10_000

/** The connections of this thread: made when they are needed, and again when they were cut. */
export const postgresPool = oncePerProcess('postgres-pool', () => {
  const { databaseUrl, databaseConnections } = env()
  const pool = new pg.Pool({
    ...connectionSettings(databaseUrl),
    max: databaseConnections,
    query_timeout: queryTimeoutMs,
    async onConnect(client) {
      const schema = await beginSession(client, databaseUrl, { statementTimeoutMs: queryTimeoutMs })
      await serveSchema(client, schema)
    },
  })
  // One that is cut while nobody uses it is no news: whoever asks next gets another, or the error.
  pool.on('error', () => {})
  endUnfinished(pool)
  return pool
})

/**
 * A connection whose COMMIT or ROLLBACK was not answered may still be inside its transaction: nobody gets it again, as what they write would be
 * acknowledged and then lost with that transaction.
 */
export function endUnfinished(pool: pg.Pool): void {
  pool.on('release', (_error, client) => {
    if (client.getTransactionStatus() !== 'I') client.end().catch(() => {})
  })
}
