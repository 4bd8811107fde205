import Database from 'better-sqlite3'
import { Refusal } from '@/cli/maintenance/refusal'
import {
  sqliteCount,
  sqliteFingerprints,
  sqliteTableNames,
  sqliteTables,
} from '@/cli/maintenance/sqlite-tables'
import {
  batchRows,
  migrationsTable,
  quote,
  removeUnclaimed,
  type Store,
  type Table,
} from '@/cli/maintenance/store'
import { bringUpToDate } from '@/cli/maintenance/up-to-date'
import { type Row, toValue } from '@/cli/maintenance/values'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import { migrate } from '@/lib/db/migrate'
import { keepServersAway, type Release } from '@/lib/db/serving-lock'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'

/** A SQLite file, created if it does not exist. It is closed while a migration opens it. */
export class SqliteStore implements Store {
  readonly name: string
  readonly #path: string
  readonly #release: Release
  #database: Database.Database

  /** @throws Refusal where a server or another command uses it */
  constructor(path: string) {
    this.name = path
    this.#path = path
    const release = keepServersAway(path)
    if (!release) throw new Refusal(`a server runs on ${path}, or another command: stop it first`)
    this.#release = release
    this.#database = open(path)
  }

  async isEmpty(): Promise<boolean> {
    return sqliteTableNames(this.#database).length === 0
  }

  async isMigrated(): Promise<boolean> {
    if (!sqliteTableNames(this.#database).includes(migrationsTable)) return false
    return isComplete(this.#database.prepare<[], AppliedMigration>(historyQuery).all(), 'sqlite')
  }

  async fingerprints(): Promise<string[]> {
    return sqliteFingerprints(this.#database)
  }

  /** Migrates on another connection, which must be the only one. */
  async migrate(): Promise<void> {
    this.#database.close()
    await bringUpToDate(() => migrate(new SqliteAdapter(`file:${this.#path}`), 'sqlite'), this.name)
    this.#database = open(this.#path)
  }

  async begin(): Promise<void> {
    this.#database.exec('BEGIN IMMEDIATE')
  }

  async tables(): Promise<Table[]> {
    return sqliteTables(this.#database)
  }

  async count({ name }: Table): Promise<number> {
    return sqliteCount(this.#database, name)
  }

  async *read({ name, columns }: Table): AsyncGenerator<Row[]> {
    const names = columns.map((column) => quote(column.name)).join(', ')
    const statement = this.#database
      .prepare<[], unknown[]>(`SELECT ${names} FROM ${quote(name)}`)
      .raw()
      .safeIntegers()
    let batch: Row[] = []
    for (const row of statement.iterate()) {
      batch.push(columns.map(({ kind }, i) => toValue(kind, row[i])))
      if (batch.length < batchRows) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  /** Does nothing: `open` disables foreign key checks, and `commit` makes them. */
  async relax(): Promise<void> {}

  async write({ name, columns }: Table, rows: Row[]): Promise<void> {
    const names = columns.map((column) => quote(column.name)).join(', ')
    const places = columns.map(({ kind }) => (kind === 'bytes' ? 'unhex(?)' : '?')).join(', ')
    const insert = this.#database.prepare(
      `INSERT INTO ${quote(name)} (${names}) VALUES (${places})`,
    )
    for (const row of rows) insert.run(...row)
  }

  async removeUnclaimed(): Promise<void> {
    this.#database.exec(removeUnclaimed)
  }

  async commit(): Promise<void> {
    const loose = this.#database.pragma('foreign_key_check') as unknown[]
    if (loose.length > 0) throw new Error(`${loose.length} rows refer to a row that is not there`)
    this.#database.exec('COMMIT')
  }

  async close(): Promise<void> {
    this.#database.close()
    this.#release()
  }
}

/**
 * Opens a database with the durability of the server: commits are on disk. Foreign keys are checked
 * at the end.
 */
function open(path: string): Database.Database {
  const database = new Database(path, { timeout: 0 })
  for (const pragma of ['synchronous = FULL', 'secure_delete = ON', 'foreign_keys = OFF'])
    database.pragma(pragma)
  return database
}
