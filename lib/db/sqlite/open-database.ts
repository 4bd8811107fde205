import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import { isUnshareable, NoWriteAheadLog } from '@/lib/db/sqlite/local-disk'
import { OpenFile } from '@/lib/db/sqlite/open-file'

/**
 * A commit is on disk before it is acknowledged (synchronous=FULL), readers never wait for a writer
 * (WAL), and deleted bytes are overwritten (secure_delete).
 */
const pragmas = `
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
`

/** A connection to one database file. */
export class OpenDatabase {
  readonly adapter: SqlDriverAdapter
  readonly #file: OpenFile
  #isClosed = false

  private constructor(adapter: SqlDriverAdapter, file: OpenFile) {
    this.adapter = adapter
    this.#file = file
  }

  /**
   * @param connect opens the file with Prisma's adapter
   * @throws NoWriteAheadLog
   */
  static async open(path: string, connect: () => Promise<SqlDriverAdapter>): Promise<OpenDatabase> {
    // The identity is read before the file is opened, so that a later file is not taken for the
    // open one.
    const file = new OpenFile(path)
    const adapter = await connect()
    try {
      await requireLog(adapter, path)
      await adapter.executeScript(pragmas)
      return new OpenDatabase(adapter, file)
    } catch (error) {
      await adapter.dispose()
      throw error
    }
  }

  /**
   * Whether the connection is open, to the file that the path names now. A later file at the path
   * is another database: reads of the earlier one are stale, and writes to it are lost.
   */
  isCurrent(): boolean {
    return !this.#isClosed && this.#file.isCurrent()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.adapter.dispose()
  }
}

/** SQLite responds with the resulting mode, which differs from WAL when WAL was refused. */
async function requireLog(adapter: SqlDriverAdapter, path: string): Promise<void> {
  const sql = 'PRAGMA journal_mode = WAL'
  const answer = await adapter.queryRaw({ sql, args: [], argTypes: [] }).catch((error: unknown) => {
    throw isUnshareable(error) ? new NoWriteAheadLog(path) : error
  })
  if (answer.rows[0]?.[0] !== 'wal') throw new NoWriteAheadLog(path)
}
