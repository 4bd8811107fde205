import { setTimeout } from 'node:timers/promises'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, Transaction } from '@prisma/driver-adapter-utils'

/** How long a query waits for another process that writes, before the database counts as unavailable. */
const busyTimeoutMs = 5_000
const busyIntervalMs = 10

/**
 * A commit is on disk before it is acknowledged (synchronous=FULL), readers never wait for a writer (WAL),
 * and deleted bytes are overwritten (secure_delete).
 */
const pragmas = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
`

/** Prisma's adapter, with two of its habits mended: see `keepOutOfTransactions` and `patiently`. */
export class SqliteAdapter extends PrismaBetterSqlite3 {
  constructor(url: string) {
    super({ url, timeout: 0 })
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await super.connect()
    await patiently(() => adapter.executeScript(pragmas))
    return keepOutOfTransactions(adapter)
  }
}

/**
 * The adapter has one connection, and runs a query that arrives while a transaction is open inside that transaction: its
 * write would be acknowledged and then lost with a rollback that is not its own. Here such a query waits its turn.
 */
function keepOutOfTransactions(adapter: SqlDriverAdapter): SqlDriverAdapter {
  let open: Promise<void> | null = null
  const outside = <T>(run: () => Promise<T>): Promise<T> =>
    patiently(async () => {
      while (open) await open
      return run()
    })
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => outside(() => adapter.queryRaw(query)),
    executeRaw: (query) => outside(() => adapter.executeRaw(query)),
    executeScript: (script) => outside(() => adapter.executeScript(script)),
    dispose: () => adapter.dispose(),
    async startTransaction(isolationLevel) {
      while (open) await open
      let settle = () => {}
      open = new Promise((resolve) => {
        settle = resolve
      })
      const close = () => {
        open = null
        settle()
      }
      try {
        return inside(await adapter.startTransaction(isolationLevel), close)
      } catch (error) {
        close()
        throw error
      }
    },
  }
}

/** The transaction, as patient as the rest, and with a word when it is over. */
function inside(transaction: Transaction, close: () => void): Transaction {
  const queryRaw = transaction.queryRaw.bind(transaction)
  const executeRaw = transaction.executeRaw.bind(transaction)
  const commit = transaction.commit.bind(transaction)
  const rollback = transaction.rollback.bind(transaction)
  return Object.assign(transaction, {
    queryRaw: (query: Parameters<typeof queryRaw>[0]) => patiently(() => queryRaw(query)),
    executeRaw: (query: Parameters<typeof executeRaw>[0]) => patiently(() => executeRaw(query)),
    commit: () => commit().finally(close),
    rollback: () => rollback().finally(close),
  })
}

/**
 * Tries again while another process holds the lock. SQLite can wait by itself, but without giving the event loop back: the whole
 * server would stand still for as long.
 */
async function patiently<T>(run: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return await run()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
      await setTimeout(busyIntervalMs)
    }
  }
}

/** What the adapter makes of SQLITE_BUSY. */
function isBusy(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return typeof cause === 'object' && cause !== null && 'kind' in cause && cause.kind === 'SocketTimeout'
}
