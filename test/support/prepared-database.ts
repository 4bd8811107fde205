import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@/lib/db/migrate'
import { withPostgresLock } from '@/lib/db/postgres/lock'
import { migratePostgres } from '@/lib/db/postgres/schema'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'
import { type Postgres, startPostgres } from '@/scripts/postgres.mjs'
import { forTests } from '@/test/support/postgres-flags'

/*
 * Databases with every migration and no rows, made once per run by the product's own code. Servers
 * start on copies of them: on an empty database, a quarter of the CPU time of a start goes into the
 * migrations. Tests of first starts use empty folders and databases of their own.
 */

export interface Prepared {
  /** A SQLite file, or the name of a database on the PostgreSQL. */
  prepared: string
  /** A PostgreSQL that only these tests use. */
  postgres?: Postgres
  remove: () => Promise<void>
}

export async function prepareSqlite(): Promise<Prepared> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-prepared-'))
  const prepared = join(folder, 'jeton.db')
  await migrate(new SqliteAdapter(`file:${prepared}`), 'sqlite')
  // While it is open, some changes are in a second file, which nobody copies.
  if (existsSync(`${prepared}-wal`)) throw new Error('The prepared database is still open.')
  return { prepared, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

export async function preparePostgres(): Promise<Prepared> {
  const postgres = await startPostgres({ flags: forTests })
  const url = await postgres.createDatabase()
  await withPostgresLock(url, (connection) => migratePostgres(url, connection))
  return { prepared: new URL(url).pathname.slice(1), postgres, remove: postgres.remove }
}
