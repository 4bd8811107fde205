import Database, { type Statement } from 'better-sqlite3'
import { OpenFile } from '@/lib/db/sqlite/open-file'
import type { AuditLog } from '@/server/revocation-stream/audit-log'
import { type Position, start } from '@/server/revocation-stream/position'
import type { LogRow } from '@/server/revocation-stream/revocation-event'

/** How often the file is asked for a commit, which takes a few microseconds. */
const intervalMs = 10

const newest =
  'SELECT sequence, id FROM Activity WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1'

const from = `
SELECT sequence, id, at, userId, action, sessionId, detail FROM Activity
WHERE sequence >= ? ORDER BY sequence LIMIT ?`

type Row = Omit<LogRow, 'at' | 'detail'> & { at: string; detail: string }

/** The connection to one file, which never writes, and never waits for a lock. */
class Connection {
  readonly newest: Statement<[], Position>
  readonly from: Statement<[number, number], Row>
  readonly version: Statement<[], number>
  readonly #file: OpenFile
  readonly #database: Database.Database

  constructor(path: string) {
    // The identity is read before the file is opened, so that a later file is not taken for it.
    this.#file = new OpenFile(path)
    this.#database = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 })
    try {
      this.newest = this.#database.prepare<[], Position>(newest)
      this.from = this.#database.prepare<[number, number], Row>(from)
      this.version = this.#database.prepare<[], number>('PRAGMA data_version').pluck()
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  isCurrent(): boolean {
    return this.#file.isCurrent()
  }

  close(): void {
    this.#database.close()
  }
}

/**
 * The audit log in a SQLite file. `PRAGMA data_version` reports every commit of any other
 * connection and process. A failure closes the connection; the next call opens another.
 */
export class SqliteAuditLog implements AuditLog {
  readonly #path: string
  #connection: Connection | null = null

  constructor(path: string) {
    this.#path = path
  }

  newest(): Position {
    return this.#ask((connection) => connection.newest.get()) ?? start
  }

  from(sequence: number, limit: number): LogRow[] {
    const rows = this.#ask((connection) => connection.from.all(sequence, limit))
    return rows.map(({ at, detail, ...row }) => ({
      ...row,
      at: new Date(at),
      detail: JSON.parse(detail),
    }))
  }

  watch(changed: () => void): () => void {
    let seen: number | undefined
    const timer = setInterval(() => {
      try {
        const version = this.#ask((connection) => connection.version.get())
        if (version === seen) return
        seen = version
        changed()
      } catch {
        // Another process has locked the whole file, or has replaced it: it is asked again.
        seen = undefined
      }
    }, intervalMs)
    return () => {
      clearInterval(timer)
      this.#close()
    }
  }

  #ask<T>(question: (connection: Connection) => T): T {
    if (this.#connection?.isCurrent() === false) this.#close()
    try {
      this.#connection ??= new Connection(this.#path)
      return question(this.#connection)
    } catch (error) {
      this.#close()
      throw error
    }
  }

  #close(): void {
    this.#connection?.close()
    this.#connection = null
  }
}
