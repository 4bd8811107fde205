import type { SqlQuery, SqlResultSet, Transaction } from '@prisma/driver-adapter-utils'
import type { OpenDatabase } from '@/lib/db/sqlite/open-database'

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] })

/** Takes the write lock at once, so that no later statement and no COMMIT has to wait for it. */
const begin = statement('BEGIN IMMEDIATE')
const commit = statement('COMMIT')

/** Ends the transaction. The savepoint begins one where SQLite has ended it, so neither fails. */
const rollback = 'SAVEPOINT ended; ROLLBACK;'

/**
 * A transaction on the only connection. Prisma's own sends COMMIT and ROLLBACK as queries, and
 * leaves the transaction open in SQLite after a failed COMMIT.
 */
export class SqliteTransaction implements Transaction {
  readonly provider = 'sqlite'
  readonly adapterName: string
  /** Prisma sends neither COMMIT nor ROLLBACK: it calls `commit` and `rollback`. */
  readonly options = { usePhantomQuery: true }
  readonly #database: OpenDatabase
  readonly #release: () => void
  #hasFailed = false
  #isOver = false

  private constructor(database: OpenDatabase, release: () => void) {
    this.adapterName = database.adapter.adapterName
    this.#database = database
    this.#release = release
  }

  /** @param release is called when the transaction is over, but not when it cannot begin */
  static async begin(database: OpenDatabase, release: () => void): Promise<SqliteTransaction> {
    await database.adapter.executeRaw(begin)
    return new SqliteTransaction(database, release)
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#run(() => this.#database.adapter.queryRaw(query))
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#run(() => this.#database.adapter.executeRaw(query))
  }

  /**
   * After some errors, such as those of a disk, SQLite has ended the transaction: later statements
   * would be committed at once, one by one. So the first failure is the end, as on PostgreSQL.
   */
  async #run<T>(run: () => Promise<T>): Promise<T> {
    if (this.#isOver || this.#hasFailed)
      throw new Error('the transaction was ended by a statement that failed')
    try {
      return await run()
    } catch (error) {
      this.#hasFailed = true
      throw error
    }
  }

  /** @throws unless everything is stored in the file that is the database now */
  async commit(): Promise<void> {
    try {
      await this.executeRaw(commit)
      this.#isOver = true
      if (!this.#database.isCurrent())
        throw new Error('unable to open database file: it was replaced')
    } finally {
      await this.rollback()
    }
  }

  /**
   * Ends the transaction if it is not over. Otherwise later writes would be acknowledged inside it,
   * and lost; so a connection on which it cannot be ended is closed.
   */
  async rollback(): Promise<void> {
    try {
      if (!this.#isOver) await this.#database.adapter.executeScript(rollback)
    } catch {
      await this.#database.close()
    } finally {
      this.#isOver = true
      this.#release()
    }
  }
}
