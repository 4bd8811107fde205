import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlQuery } from '@prisma/driver-adapter-utils'
import { sqlitePath } from '@/lib/db/database-url'
import { Mutex } from '@/lib/db/sqlite/mutex'
import { OpenDatabase } from '@/lib/db/sqlite/open-database'
import { retryWhileLocked } from '@/lib/db/sqlite/retry-while-locked'
import { SqliteTransaction } from '@/lib/db/sqlite/transaction'

/** How long a query waits for another process's write before the database counts as unavailable. */
const busyLimitMs = 5_000

/**
 * Prisma's adapter with four defects fixed, by its public interface: it runs unrelated queries
 * inside an open transaction, blocks the event loop while it waits for a lock, keeps using a file
 * that was removed or replaced, and leaves a transaction open after a failed COMMIT.
 */
export class SqliteAdapter extends PrismaBetterSqlite3 {
  readonly #path: string

  constructor(url: string) {
    super({ url, timeout: 0 })
    this.#path = sqlitePath(url)
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const open = () => OpenDatabase.open(this.#path, () => super.connect())
    const reopening = new PrismaBetterSqlite3({
      url: this.#path,
      timeout: 0,
      // A new, empty file would look like an installation without accounts.
      fileMustExist: true,
    })
    const reopen = () => OpenDatabase.open(this.#path, () => reopening.connect())
    return new Connection(await retryWhileLocked(busyLimitMs, open), reopen)
  }
}

/**
 * The only connection. Prisma's adapter runs a query that arrives during an open transaction inside
 * that transaction: its write would be acknowledged and then lost in a rollback of the other
 * transaction. Here a query waits until the transactions and queries before it are over.
 */
class Connection implements SqlDriverAdapter {
  readonly provider = 'sqlite'
  readonly adapterName: string
  readonly #mutex = new Mutex()
  readonly #reopen: () => Promise<OpenDatabase>
  #database: OpenDatabase

  constructor(database: OpenDatabase, reopen: () => Promise<OpenDatabase>) {
    this.adapterName = database.adapter.adapterName
    this.#database = database
    this.#reopen = reopen
  }

  queryRaw(query: SqlQuery) {
    return this.#alone(({ adapter }) => adapter.queryRaw(query))
  }

  executeRaw(query: SqlQuery) {
    return this.#alone(({ adapter }) => adapter.executeRaw(query))
  }

  executeScript(script: string) {
    return this.#alone(({ adapter }) => adapter.executeScript(script))
  }

  startTransaction() {
    return this.#whenUnlocked((database, release) => SqliteTransaction.begin(database, release))
  }

  dispose() {
    return this.#database.close()
  }

  #alone<T>(run: (database: OpenDatabase) => Promise<T>): Promise<T> {
    return this.#whenUnlocked(async (database, release) => {
      const result = await run(database)
      release()
      return result
    })
  }

  /**
   * Runs `run` with the mutex, which `run` releases unless it fails. Others have their turn between
   * two attempts.
   */
  #whenUnlocked<T>(run: (database: OpenDatabase, release: () => void) => Promise<T>): Promise<T> {
    return retryWhileLocked(busyLimitMs, async () => {
      const release = await this.#mutex.acquire()
      try {
        return await run(await this.#current(), release)
      } catch (error) {
        release()
        throw error
      }
    })
  }

  /** Returns the database that the path names now. The caller holds the mutex. */
  async #current(): Promise<OpenDatabase> {
    if (!this.#database.isCurrent()) {
      await this.#database.close()
      this.#database = await this.#reopen()
    }
    return this.#database
  }
}
