import pg from 'pg'
import type { Store } from '@/bench/lib/seed-store'
import { beginSession, connectionSettings } from '@/lib/db/postgres/session'

const findIndexes = `
SELECT indexname AS name, indexdef AS sql FROM pg_indexes
WHERE tablename IN ('User', 'ApiToken', 'ApiTokenSecret', 'Session') AND indexname NOT LIKE '%_pkey'`

/**
 * Opens a PostgreSQL database for seeding. Requires an administrator, because it disables foreign
 * key checks.
 */
export async function openPostgresStore(databaseUrl: string): Promise<Store> {
  const client = new pg.Client(connectionSettings(databaseUrl))
  await client.connect()
  await beginSession(client, databaseUrl, { statementTimeoutMs: 0 })
  await client.query("SET synchronous_commit = off; SET session_replication_role = 'replica'")
  const { rows: indexes } = await client.query<{ name: string; sql: string }>(findIndexes)
  for (const { name } of indexes) await client.query(`DROP INDEX "${name}"`)
  return {
    async add(table, rows) {
      const columns = Object.keys(rows[0] ?? {}).map((column) => `"${column}"`)
      const insert = `
INSERT INTO "${table}" (${columns.join()})
SELECT ${columns.join()} FROM json_populate_recordset(NULL::"${table}", $1)`
      await client.query(insert, [JSON.stringify(rows)])
    },
    async close() {
      for (const { sql } of indexes) await client.query(sql)
      await client.query('VACUUM ANALYZE')
      await client.query('CHECKPOINT')
      await client.end()
    },
  }
}
