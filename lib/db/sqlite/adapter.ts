import { existsSync } from 'node:fs'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'
import type { Database, Statement } from 'better-sqlite3'
import { LRUCache } from 'lru-cache'
import { isUnshareable, NoWriteAheadLog } from '@/lib/db/sqlite/local-disk'
import { OpenFile } from '@/lib/db/sqlite/open-file'
import { sqlitePath } from '@/lib/db/sqlite/path'
import { retryWhileLocked } from '@/lib/db/sqlite/retry-while-locked'

/** How long a query waits for another process's write before the database counts as unavailable. */
const busyLimitMs = 5_000

const maxStatements = 200

/**
 * A commit is on disk before it is acknowledged (synchronous=FULL), readers never wait for a writer
 * (WAL), and deleted bytes are overwritten (secure_delete).
 */
const pragmas = `
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
`

/**
 * Prisma's adapter with four defects fixed: it runs unrelated queries inside an open transaction,
 * blocks the event loop while it waits for a lock, keeps using a file that was removed or replaced,
 * and leaves a transaction open after a failed COMMIT.
 */
export class SqliteAdapter extends PrismaBetterSqlite3 {
  readonly #path: string

  constructor(url: string) {
    super({ url, timeout: 0 })
    this.#path = sqlitePath(url)
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const connection = new Connection(this.#path, async () => preparingOnce(await super.connect()))
    await connection.open()
    return connection.adapter()
  }
}

/**
 * Caches prepared statements. Prisma sends the same few statements repeatedly, and its adapter
 * prepares each of them anew, for one set of values.
 */
function preparingOnce(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const client = clientOf(adapter)
  const prepare = client.prepare.bind(client)
  const statements = new LRUCache<string, Statement>({
    max: maxStatements,
    memoMethod: (sql) => prepare(sql),
  })
  const bound = (statement: Statement, values: unknown[]) => ({
    reader: statement.reader,
    columns: () => statement.columns(),
    run: () => statement.run(values),
    raw: () => ({ all: () => statement.raw().all(values) }),
  })
  const prepared = (sql: string) => {
    const statement = statements.memo(sql)
    return { ...bound(statement, []), bind: (values: unknown[]) => bound(statement, values) }
  }
  return Object.assign(adapter, { client: Object.assign(client, { prepare: prepared }) })
}

/** Returns the adapter's connection, which its types do not show. */
const clientOf = (adapter: SqlDriverAdapter) => (adapter as unknown as { client: Database }).client

/**
 * The only connection. Prisma's adapter runs a query that arrives during an open transaction inside
 * that transaction: its write would be acknowledged and then lost in a rollback of the other
 * transaction. Here such a query waits for its turn.
 */
class Connection {
  readonly #path: string
  readonly #connect: () => Promise<SqlDriverAdapter>
  #database: { adapter: SqlDriverAdapter; file: OpenFile } | null = null
  /** Resolves when the exclusive work (a transaction, a reconnection) is over. */
  #busy: Promise<void> | null = null

  constructor(path: string, connect: () => Promise<SqlDriverAdapter>) {
    this.#path = path
    this.#connect = connect
  }

  async open(): Promise<void> {
    // The identity is read before the file is opened, so that a later file is not taken for the
    // open one.
    const file = new OpenFile(this.#path)
    const adapter = await this.#connect()
    await retryWhileLocked(busyLimitMs, () => this.#requireLog(adapter))
    await retryWhileLocked(busyLimitMs, () => adapter.executeScript(pragmas))
    this.#database = { adapter, file }
  }

  /** SQLite responds with the resulting mode, which differs from WAL when WAL was refused. */
  async #requireLog(adapter: SqlDriverAdapter): Promise<void> {
    const sql = 'PRAGMA journal_mode = WAL'
    const answer = await adapter
      .queryRaw({ sql, args: [], argTypes: [] })
      .catch((error: unknown) => {
        throw isUnshareable(error) ? new NoWriteAheadLog(this.#path) : error
      })
    if (answer.rows[0]?.[0] !== 'wal') throw new NoWriteAheadLog(this.#path)
  }

  adapter(): SqlDriverAdapter {
    const { provider, adapterName } = this.#current()
    return {
      provider,
      adapterName,
      queryRaw: (query) => this.#outside((adapter) => adapter.queryRaw(query)),
      executeRaw: (query) => this.#outside((adapter) => adapter.executeRaw(query)),
      executeScript: (script) => this.#outside((adapter) => adapter.executeScript(script)),
      startTransaction: (isolationLevel) => this.#startTransaction(isolationLevel),
      dispose: async () => this.#database?.adapter.dispose(),
    }
  }

  #outside<T>(run: (adapter: SqlDriverAdapter) => Promise<T>): Promise<T> {
    return retryWhileLocked(busyLimitMs, async () => {
      while (!this.#isFree()) await this.#becomeFree()
      return run(this.#current())
    })
  }

  async #startTransaction(isolationLevel: Parameters<SqlDriverAdapter['startTransaction']>[0]) {
    while (!this.#isFree()) await this.#becomeFree()
    const file = this.#database?.file
    const close = this.#beAlone()
    const adapter = this.#current()
    try {
      return inside(await adapter.startTransaction(isolationLevel), {
        client: clientOf(adapter),
        file,
        close,
      })
    } catch (error) {
      close()
      throw error
    }
  }

  #current(): SqlDriverAdapter {
    if (this.#database) return this.#database.adapter
    throw new Error('unable to open database file')
  }

  /**
   * Whether no exclusive work runs and the connection is to the current file. The caller must act
   * on the result synchronously, before any await.
   */
  #isFree(): boolean {
    const isUsable =
      this.#database?.file.isCurrent() === true && clientOf(this.#database.adapter).open
    return this.#busy === null && isUsable
  }

  #becomeFree(): Promise<void> {
    return this.#busy ?? this.#reopen()
  }

  async #reopen(): Promise<void> {
    const close = this.#beAlone()
    try {
      await this.#database?.adapter.dispose()
      this.#database = null
      if (!existsSync(this.#path)) throw new Error('unable to open database file: it was removed')
      await this.open()
    } finally {
      close()
    }
  }

  #beAlone(): () => void {
    let settle = () => {}
    this.#busy = new Promise((resolve) => {
      settle = resolve
    })
    return () => {
      this.#busy = null
      settle()
    }
  }
}

interface Around {
  client: Database
  file: OpenFile | undefined
  close: () => void
}

/**
 * Wraps a transaction: its queries wait for locks like others, and `close` is called when it is
 * over. A commit to a file that is no longer the database is not acknowledged.
 */
function inside(transaction: Transaction, { client, file, close }: Around): Transaction {
  const queryRaw = transaction.queryRaw.bind(transaction)
  const executeRaw = transaction.executeRaw.bind(transaction)
  const commit = transaction.commit.bind(transaction)
  const rollback = transaction.rollback.bind(transaction)
  const commitHere = async () => {
    await commit()
    if (!file?.isCurrent()) throw new Error('unable to open database file: it was replaced')
  }
  const inOrder = <T>(run: () => Promise<T>) => {
    requireOpen(client)
    return run()
  }
  const end = () => {
    endTransaction(client)
    close()
  }
  return Object.assign(transaction, {
    queryRaw: (query: SqlQuery) =>
      retryWhileLocked(busyLimitMs, () => inOrder(() => queryRaw(query))),
    executeRaw: async (query: SqlQuery) => {
      if (query.sql === 'ROLLBACK' && !client.inTransaction) return 0
      return retryWhileLocked(busyLimitMs, () => inOrder(() => executeRaw(query)))
    },
    commit: () => commitHere().finally(end),
    rollback: () => rollback().finally(end),
  })
}

/**
 * SQLite ends a transaction by itself when the disk is full or fails. Later statements would then
 * be committed at once, one by one.
 */
function requireOpen(client: Database): void {
  if (!client.inTransaction) throw new Error('disk I/O error: the transaction was ended')
}

/**
 * A failed COMMIT leaves the transaction open: later writes would be acknowledged and lost with it.
 */
function endTransaction(client: Database): void {
  try {
    if (client.inTransaction) client.exec('ROLLBACK')
  } finally {
    if (client.inTransaction) client.close()
  }
}
