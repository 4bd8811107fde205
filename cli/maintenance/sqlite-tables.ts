import type Database from 'better-sqlite3'
import {
  fingerprintsQuery,
  kindOf,
  migrationsTable,
  quote,
  type Table,
} from '@/cli/maintenance/store'
import type { Kind } from '@/cli/maintenance/values'

const kinds: Record<string, Kind> = {
  TEXT: 'text',
  INTEGER: 'integer',
  BIGINT: 'integer',
  REAL: 'real',
  BOOLEAN: 'boolean',
  DATETIME: 'time',
  JSONB: 'json',
  BLOB: 'bytes',
}

/**
 * Tables that only SQLite has, or that belong to one database alone:
 * docs/decisions/0024-what-a-commit-changed.md. `Revocation` is in backups of earlier versions.
 */
const ownTables = ['RevocationNonce', 'Revocation', migrationsTable]

const tableNames = `
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`

export function sqliteTableNames(database: Database.Database): string[] {
  return database.prepare<[], string>(tableNames).pluck().all()
}

/** Returns the tables of the Prisma models. */
export function sqliteTables(database: Database.Database): Table[] {
  const columns = database.prepare<[string], { name: string; type: string }>(
    'SELECT name, type FROM pragma_table_info(?) ORDER BY name',
  )
  return sqliteTableNames(database)
    .filter((name) => !ownTables.includes(name))
    .map((table) => ({
      name: table,
      columns: columns
        .all(table)
        .map(({ name, type }) => ({ name, kind: kindOf(kinds, type, `${table}.${name}`) })),
    }))
}

export function sqliteCount(database: Database.Database, table: string): number {
  return (
    database
      .prepare<[], number>(`SELECT count(*) FROM ${quote(table)}`)
      .pluck()
      .get() ?? 0
  )
}

/**
 * Returns the fingerprints of the installation's master keys.
 * @returns an empty array where the file holds no installation
 */
export function sqliteFingerprints(database: Database.Database): string[] {
  const query = fingerprintsQuery(sqliteTableNames(database))
  return query === null ? [] : database.prepare<[], string>(query).pluck().all()
}
