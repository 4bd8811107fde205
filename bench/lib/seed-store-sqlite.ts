import Database from 'better-sqlite3'
import type { Row, Store } from '@/bench/lib/seed-store'
import { sqlitePath } from '@/lib/db/database-url'

export function openSqliteStore(databaseUrl: string): Store {
  const database = new Database(sqlitePath(databaseUrl))
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = OFF'])
    database.pragma(pragma)
  const restore = strip(database)
  return {
    async add(table, rows) {
      const columns = Object.keys(rows[0] ?? {})
      const values = columns.map((column) => `@${column}`)
      const insert = database.prepare(
        `INSERT INTO "${table}" (${columns.join()}) VALUES (${values.join()})`,
      )
      database.transaction(() => {
        for (const row of rows) insert.run(toTexts(row))
      })()
    },
    async close() {
      restore()
      database.pragma('journal_mode = WAL')
      database.close()
    },
  }
}

/**
 * Drops the indexes, and also the triggers, which would scan a table for every row without them.
 * @returns a function that restores them
 */
function strip(database: Database.Database): () => void {
  const entries = database
    .prepare<[], { type: string; name: string; sql: string }>(
      "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
    )
    .all()
  for (const { type, name } of entries) database.exec(`DROP ${type} "${name}"`)
  return () => {
    for (const { sql } of entries) database.exec(sql)
  }
}

/** Formats times as Prisma's adapter stores them. */
function toTexts(row: Row): Record<string, string | null> {
  const toText = (value: Row[string]) =>
    value instanceof Date ? value.toISOString().replace('Z', '+00:00') : value
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, toText(value)]))
}
