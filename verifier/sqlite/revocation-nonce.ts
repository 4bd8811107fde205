import type { Database, Statement } from 'better-sqlite3'
import { strangeEntry } from '@/lib/db/sqlite/schema'

/**
 * Changes with every schema change, even if only the version number differs, so that the removal of
 * a trigger is always detected.
 */
const schema = `
SELECT schema_version || char(10) || (SELECT group_concat(sql, char(10)) FROM sqlite_schema) FROM pragma_schema_version`

const nonce = 'SELECT hex(nonce) FROM RevocationNonce WHERE nonce IS NOT NULL'

/** A schema, and the nonce that its triggers renew. */
interface Seen {
  schema: string
  /** Null if the schema differs from that of the migrations, so that the nonce proves nothing. */
  readNonce: Statement<[], string> | null
  nonce: string | undefined
}

/**
 * Detects whether a row that verification reports was deleted or changed. Triggers renew a random
 * nonce in the same transaction, whichever program makes the change:
 * docs/decisions/0024-what-a-commit-changed.md.
 */
export class RevocationNonce {
  readonly #database: Database
  readonly #readSchema: Statement<[], string>
  #seen: Seen | null = null

  /** @param database a connection for reading */
  constructor(database: Database) {
    this.#database = database
    this.#readSchema = database.prepare<[], string>(schema).pluck()
  }

  /** @returns false only if nothing was revoked since the last call; true at the first */
  hasChanged(): boolean {
    const schema = this.#readSchema.get()
    if (schema === undefined || schema !== this.#seen?.schema) {
      this.#seen = schema === undefined ? null : this.#see(schema)
      return true
    }
    const nonce = this.#seen.readNonce?.get()
    if (nonce !== undefined && nonce === this.#seen.nonce) return false
    this.#seen.nonce = nonce
    return true
  }

  #see(schema: string): Seen {
    if (strangeEntry(this.#database)) return { schema, readNonce: null, nonce: undefined }
    const readNonce = this.#database.prepare<[], string>(nonce).pluck()
    return { schema, readNonce, nonce: readNonce.get() }
  }
}
