import type { Database, Statement } from 'better-sqlite3'
import { strangeEntry } from '@/lib/db/sqlite/schema'

/** Up to where the log was read. The nonce tells whether a row is still the one that it was. */
interface Position {
  schema: string
  sequence: number
  nonce: string
  from: Statement<[number], Row>
}

type Row = [sequence: number, nonce: string, userId: string | null]

/** Another one after every change of the schema, also where it is another one only by its number: so nobody takes a trigger away unseen. */
const schema = `
SELECT schema_version || char(10) || (SELECT group_concat(sql, char(10)) FROM sqlite_schema) FROM pragma_schema_version`

const newest = 'SELECT sequence, hex(nonce), userId FROM Revocation ORDER BY sequence DESC LIMIT 1'
const from =
  'SELECT sequence, hex(nonce), userId FROM Revocation WHERE sequence >= ? ORDER BY sequence'

/**
 * Whose rows were taken away or changed, by the word of the triggers that log it in the same transaction, whoever does it:
 * docs/decisions/0024-what-a-commit-changed.md.
 */
export class SqliteRevocations {
  readonly #database: Database
  readonly #schema: Statement<[], string>
  #position: Position | null = null

  /** @param database a connection to read by */
  constructor(database: Database) {
    this.#database = database
    this.#schema = database.prepare<[], string>(schema).pluck()
  }

  /** @returns the users, since the last call; null where it may be everybody */
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

  /** @returns null where the log cannot be trusted, as the database is not as the migrations make it */
  #begin(): Position | null {
    const schema = this.#schema.get()
    if (schema === undefined || strangeEntry(this.#database)) return null
    const row = this.#database.prepare<[], Row>(newest).raw().get()
    if (!row) return null
    const [sequence, nonce] = row
    return { schema, sequence, nonce, from: this.#database.prepare<[number], Row>(from).raw() }
  }
}
