import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * Changes the database of a running server behind its back, as its administrator could.
 * @param foreignKeys whether SQLite looks after the rows that refer to a changed one
 */
export function changeDatabase(
  dataDir: string,
  sql: string,
  { parameters = [], foreignKeys = true }: { parameters?: unknown[]; foreignKeys?: boolean } = {},
): void {
  const database = new Database(join(dataDir, 'jeton.db'))
  try {
    database.pragma(`foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`)
    database.prepare(sql).run(...parameters)
  } finally {
    database.close()
  }
}
