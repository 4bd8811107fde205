import Database from 'better-sqlite3'
import type { Row, Store } from '@/bench/lib/seed-store'
import { sqlitePath } from '@/lib/db/sqlite-path'

export function openSqliteStore(databaseUrl: string): Store {
  const database = new Database(sqlitePath(databaseUrl))
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'foreign_keys = OFF'])
    database.pragma(pragma)
  const restoreIndexes = dropIndexes(database)
  return {
    async add(table, rows) {
      const columns = Object.keys(rows[0] ?? {})
      const values = columns.map((column) => `@${column}`)
      const insert = database.prepare(`INSERT INTO ${table} (${columns.join()}) VALUES (${values.join()})`)
      database.transaction(() => {
        for (const row of rows) insert.run(toTexts(row))
      })()
    },
    async close() {
      restoreIndexes()
      database.pragma('journal_mode = WAL')
      database.close()
    },
  }
}

/** @returns puts the indexes back */
function dropIndexes(database: Database.Database): () => void {
  const indexes = database
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
    )
    .all()
  for (const { name } of indexes) database.exec(`DROP INDEX "${name}"`)
  return () => {
    for (const { sql } of indexes) database.exec(sql)
  }
}

/** Times in the spelling that Prisma's adapter stores. */
function toTexts(row: Row): Record<string, string | null> {
  const toText = (value: Row[string]) =>
    value instanceof Date ? value.toISOString().replace('Z', '+00:00') : value
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, toText(value)]))
}
