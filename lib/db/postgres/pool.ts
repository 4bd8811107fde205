import pg from 'pg'
import { env } from '@/lib/config/settings'
import { serveSchema } from '@/lib/db/postgres/serving'
import { beginSession, connectionSettings } from '@/lib/db/postgres/session'
import { oncePerProcess } from '@/lib/once-per-process'

/**
 * How long to wait for a connection, and for the result of a query, before the database counts as
 * unavailable. A new connection needs as much patience as a query: after a restart an instance
 * opens all of its connections at once, while it loads its pages, on a machine that may be busy.
 */
const queryTimeoutMs = 10_000

/**
 * Returns the connection pool of this thread. Connections are made on demand and replaced when they
 * are lost.
 */
export const postgresPool = oncePerProcess('postgres-pool', () => {
  const { databaseUrl, databaseConnections } = env()
  const pool = new pg.Pool({
    ...connectionSettings(databaseUrl),
    connectionTimeoutMillis: queryTimeoutMs,
    max: databaseConnections,
    query_timeout: queryTimeoutMs,
    async onConnect(client) {
      const schema = await beginSession(client, databaseUrl, { statementTimeoutMs: queryTimeoutMs })
      await serveSchema(client, schema)
    },
  })
  // The loss of an idle connection needs no handling: the next query gets a new connection, or the
  // error.
  pool.on('error', () => {})
  endUnfinished(pool)
  return pool
})

/**
 * Closes connections that are released inside a transaction, because their COMMIT or ROLLBACK was
 * not answered. If one were reused, writes would be acknowledged and then lost with that
 * transaction.
 */
export function endUnfinished(pool: pg.Pool): void {
  pool.on('release', (_error, client) => {
    if (client.getTransactionStatus() !== 'I') client.end().catch(() => {})
  })
}
