import Database, { type Statement } from 'better-sqlite3'
import { keysInUse } from '@/lib/db/keys-in-use'
import { OpenFile } from '@/lib/db/sqlite/open-file'
import { RevocationNonce } from '@/verifier/sqlite/revocation-nonce'
import type { ApiTokenLookUp, FoundSession, Store } from '@/verifier/store'

/** @param count the number of digests */
const findApiToken = (count: number) => `
SELECT ApiToken.id, ApiToken.name, ApiToken.createdAt, User.id, User.email, User.displayName
FROM ApiTokenSecret JOIN ApiToken ON ApiToken.id = ApiTokenSecret.tokenId JOIN User ON User.id = ApiToken.userId
WHERE ApiTokenSecret.digest IN (${Array(count).fill('?').join()}) LIMIT 1`

const findSession = `
SELECT Session.expiresAt, User.id, User.email, User.displayName
FROM Session JOIN User ON User.id = Session.userId WHERE Session.id = ?`

/**
 * Cache of pages, valid until the next commit and allocated on demand. It holds those of some ten
 * thousand tokens.
 */
const cacheKibibytes = 2 ** 15

/**
 * More than the highest number of commits that SQLite counts, so that versions of two connections
 * never collide.
 */
const versionsPerConnection = 2 ** 32

type ApiTokenColumns = [id: string, name: string, createdAt: string, ...UserColumns]
type SessionColumns = [expiresAt: string, ...UserColumns]
type UserColumns = [id: string, email: string, displayName: string]

interface Connection {
  file: OpenFile
  database: Database.Database
  begin: Statement<[]>
  commit: Statement<[]>
  version: Statement<[], number>
  revocations: RevocationNonce
  /** By the number of digests: one for each master key that this process has. */
  findApiToken: Map<number, Statement<string[], ApiTokenColumns>>
  findSession: Statement<[string], SessionColumns>
  keysInUse: Statement<[], string>
}

/**
 * The store on a dedicated read-only connection. `PRAGMA data_version` reports every commit of any
 * other connection, and a nonce whether it revoked something. A failure closes the connection; the
 * next call opens another.
 */
export class SqliteStore implements Store {
  readonly #path: string
  #connection: Connection | null = null
  #connections = 0
  /** The data version for which revocations were last checked. */
  #checkedAt: number | null = null
  /** The data version at which the last revocation was detected: earlier results are invalid. */
  #revokedAt = Number.NaN
  #isTogether = false
  /** Whether the connection is inside a transaction. */
  #isInside = false
  /** The master keys in use, and the data version at which they were read. */
  #keysInUse: { version: number; fingerprints: string[] } | null = null

  constructor(path: string) {
    this.#path = path
  }

  version(): number {
    const version = this.#dataVersion()
    if (version !== this.#checkedAt) {
      if (this.#ask(({ revocations }) => revocations.hasChanged())) this.#revokedAt = version
      this.#checkedAt = version
    }
    return this.#revokedAt
  }

  /** Changes with every commit of any other connection, in any process. */
  #dataVersion(): number {
    const version = this.#ask((connection) => connection.version.get()) ?? 0
    return this.#connections * versionsPerConnection + version
  }

  holds(_userId: string, then: number): boolean {
    return then === this.#revokedAt
  }

  /**
   * Runs all look-ups in one transaction, begun at the first: most of the cost of a look-up is to
   * determine the current state of the database.
   */
  together<T>(work: () => T): T {
    this.#isTogether = true
    try {
      return work()
    } finally {
      this.#isTogether = false
      this.#leave()
    }
  }

  /**
   * If nothing was committed between the last reading of the keys in use and the end of a failed
   * look-up, both saw the same snapshot. So a token that does not exist costs a second query only
   * after a commit.
   */
  findApiToken(digests: readonly string[]): ApiTokenLookUp {
    const row = this.#findApiToken(digests)
    if (row) return toFound(row)
    const known = this.#keysInUse
    if (known !== null && known.version === this.#dataVersion())
      return { found: null, keysInUse: known.fingerprints }
    return this.#inOneSnapshot(() => {
      const row = this.#findApiToken(digests)
      return row ? toFound(row) : { found: null, keysInUse: this.keysInUse() }
    })
  }

  #findApiToken(digests: readonly string[]): ApiTokenColumns | undefined {
    return this.#ask(({ database, findApiToken: statements }) => {
      const statement =
        statements.get(digests.length) ??
        database.prepare<string[], ApiTokenColumns>(findApiToken(digests.length)).raw()
      statements.set(digests.length, statement)
      return statement.get(...digests)
    })
  }

  keysInUse(): string[] {
    return this.#inOneSnapshot(() => {
      const fingerprints = this.#ask((connection) => connection.keysInUse.all())
      this.#keysInUse = { version: this.#dataVersion(), fingerprints }
      return fingerprints
    })
  }

  #inOneSnapshot<T>(work: () => T): T {
    return this.#isTogether ? work() : this.together(work)
  }

  findSession(id: string): FoundSession | null {
    const row = this.#ask((connection) => connection.findSession.get(id))
    if (!row) return null
    const [expiresAt, ...user] = row
    return { expiresAt: new Date(expiresAt), user: toUser(user) }
  }

  #ask<T>(question: (connection: Connection) => T): T {
    try {
      // Inside a transaction, this was checked at its start.
      if (!this.#isInside && this.#connection?.file.isCurrent() === false) this.#close()
      this.#connection ??= this.#open()
      if (this.#isTogether && !this.#isInside) this.#enter(this.#connection)
      return question(this.#connection)
    } catch (error) {
      this.#close()
      throw error
    }
  }

  #enter({ begin }: Connection): void {
    begin.run()
    this.#isInside = true
  }

  #leave(): void {
    if (!this.#isInside) return
    this.#isInside = false
    try {
      this.#connection?.commit.run()
    } catch {
      // The transaction was read-only and ends with the connection.
      this.#close()
    }
  }

  #open(): Connection {
    this.#connections += 1
    const file = new OpenFile(this.#path)
    // The caller waits, not the event loop: see `retryWhileLocked`.
    const database = new Database(this.#path, { readonly: true, fileMustExist: true, timeout: 0 })
    try {
      database.pragma(`cache_size = -${cacheKibibytes}`)
      return {
        file,
        database,
        begin: database.prepare<[]>('BEGIN'),
        commit: database.prepare<[]>('COMMIT'),
        version: database.prepare<[], number>('PRAGMA data_version').pluck(),
        revocations: new RevocationNonce(database),
        findApiToken: new Map(),
        findSession: database.prepare<[string], SessionColumns>(findSession).raw(),
        keysInUse: database.prepare<[], string>(keysInUse).pluck(),
      }
    } catch (error) {
      database.close()
      throw error
    }
  }

  #close(): void {
    this.#connection?.database.close()
    this.#connection = null
    this.#isInside = false
  }
}

const toFound = ([id, name, createdAt, ...user]: ApiTokenColumns): ApiTokenLookUp => ({
  found: { id, name, createdAt: new Date(createdAt), user: toUser(user) },
})

const toUser = ([id, email, displayName]: UserColumns) => ({ id, email, displayName })
