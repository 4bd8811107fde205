import pg from 'pg'
import { env } from '@/lib/env'
import { oncePerThread } from '@/lib/once-per-thread'
import { secretSource } from '@/lib/secret-source'

/** How long a connection may take to be made, and a query to be answered, before the database counts as away. */
const connectTimeoutMs = 3_000
const queryTimeoutMs = 10_000

/**
 * What every connection is given. Its name says that a server is at it, and where that has its secrets from. Times are compared as UTC, whatever the server's own zone is. A prepared statement keeps its plan: all
 * of ours find their rows by an index, whatever is asked for. Left to itself, PostgreSQL would plan a look-up of a few tokens anew every time, which
 * takes longer than the look-up, as it takes a plan for any number of tokens for a dearer one.
 */
export function connectionSettings(databaseUrl: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: `jeton ${secretSource()}`,
    options: '-c timezone=UTC -c plan_cache_mode=force_generic_plan',
  }
}

/** The connections of this thread: made when they are needed, and again when they were cut. */
export const postgresPool = oncePerThread('postgres-pool', () => {
  const { databaseUrl, databaseConnections } = env()
  const pool = new pg.Pool({
    ...connectionSettings(databaseUrl),
    max: databaseConnections,
    query_timeout: queryTimeoutMs,
    statement_timeout: queryTimeoutMs,
  })
  // One that is cut while nobody uses it is no news: whoever asks next gets another, or the error.
  pool.on('error', () => {})
  return pool
})
