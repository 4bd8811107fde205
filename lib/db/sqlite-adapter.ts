import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, Transaction } from '@prisma/driver-adapter-utils'

/** How long a writer waits for another process that writes, before the database counts as unavailable. */
const busyTimeoutMs = 5000

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

export class SqliteAdapter extends PrismaBetterSqlite3 {
  constructor(url: string) {
    super({ url, timeout: busyTimeoutMs })
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await super.connect()
    await adapter.executeScript(pragmas)
    return keepOutOfTransactions(adapter)
  }
}

/**
 * The adapter has one connection, and runs a query that arrives while a transaction is open inside that transaction: its
 * write would be acknowledged and then lost with a rollback that is not its own. Here such a query waits its turn.
 */
function keepOutOfTransactions(adapter: SqlDriverAdapter): SqlDriverAdapter {
  let open: Promise<void> | null = null
  const whenClosed = async <T>(run: () => Promise<T>): Promise<T> => {
    while (open) await open
    return run()
  }
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => whenClosed(() => adapter.queryRaw(query)),
    executeRaw: (query) => whenClosed(() => adapter.executeRaw(query)),
    executeScript: (script) => whenClosed(() => adapter.executeScript(script)),
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
        return closing(await adapter.startTransaction(isolationLevel), close)
      } catch (error) {
        close()
        throw error
      }
    },
  }
}

/** The transaction, with a word when it is over. */
function closing(transaction: Transaction, close: () => void): Transaction {
  const end = (run: () => Promise<void>) => () => run().finally(close)
  const commit = end(transaction.commit.bind(transaction))
  const rollback = end(transaction.rollback.bind(transaction))
  return Object.assign(transaction, { commit, rollback })
}
