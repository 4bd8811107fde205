import type { Database, Statement } from 'better-sqlite3'
import { strangeEntry } from '@/lib/db/sqlite/schema'

/**
 * The position up to which the log was read. The nonce tells whether its row is still the same one.
 */
interface Position {
  schema: string
  sequence: number
  nonce: string
  from: Statement<[number], Row>
}

type Row = [sequence: number, nonce: string, userId: string | null]

/**
 * Changes with every schema change, even if only the version number differs, so that the removal of
 * a trigger is always detected.
 */
const schema = `
SELECT schema_version || char(10) || (SELECT group_concat(sql, char(10)) FROM sqlite_schema) FROM pragma_schema_version`

const newest = 'SELECT sequence, hex(nonce), userId FROM Revocation ORDER BY sequence DESC LIMIT 1'
const from =
  'SELECT sequence, hex(nonce), userId FROM Revocation WHERE sequence >= ? ORDER BY sequence'

/**
 * Reads which users' rows were deleted or changed. Triggers log it in the same transaction,
 * whichever program makes the change: docs/decisions/0024-what-a-commit-changed.md.
 */
export class SqliteRevocations {
  readonly #database: Database
  readonly #schema: Statement<[], string>
  #position: Position | null = null

  /** @param database a connection for reading */
  constructor(database: Database) {
    this.#database = database
    this.#schema = database.prepare<[], string>(schema).pluck()
  }

  /** @returns the users since the last call; null if it may be every user */
  since(): string[] | null {
    const users = this.#position && this.#read(this.#position)
    if (users === null) this.#position = this.#begin()
    return users
  }

  #read(position: Position): string[] | null {
    if (this.#schema.get() !== position.schema) return null
    const rows = position.from.all(position.sequence)
    const [known, ...later] = rows
    if (known?.[0] !== position.sequence || known[1] !== position.nonce) return null
    const users = later.map(([, , userId]) => userId)
    const last = rows.at(-1)
    if (last) [position.sequence, position.nonce] = last
    return users.includes(null) ? null : (users as string[])
  }

  /**
   * @returns null if the log cannot be trusted, because the schema differs from that of the
   * migrations
   */
  #begin(): Position | null {
    const schema = this.#schema.get()
    if (schema === undefined || strangeEntry(this.#database)) return null
    const row = this.#database.prepare<[], Row>(newest).raw().get()
    if (!row) return null
    const [sequence, nonce] = row
    return { schema, sequence, nonce, from: this.#database.prepare<[number], Row>(from).raw() }
  }
}
