import Database, { type Statement } from 'better-sqlite3'
import { OpenFile } from '@/lib/db/sqlite/open-file'
import { RevocationNonce } from '@/verifier/sqlite/revocation-nonce'
import type { DigestCheck, FoundApiToken, FoundSession, Store } from '@/verifier/store'

const findApiToken = `
SELECT ApiToken.id, ApiToken.name, ApiToken.createdAt, User.id, User.email, User.displayName
FROM ApiToken JOIN User ON User.id = ApiToken.userId WHERE ApiToken.digest = ?`

const findSession = `
SELECT Session.expiresAt, User.id, User.email, User.displayName
FROM Session JOIN User ON User.id = Session.userId WHERE Session.id = ?`

/** One statement, and so one snapshot. The parameter is a JSON array of digests. */
const checkDigests = `
SELECT fingerprint, NOT EXISTS (
  SELECT 1 FROM ApiToken JOIN User ON User.id = ApiToken.userId WHERE digest IN (SELECT value FROM json_each(?)))
FROM Secret ORDER BY fingerprint NOT IN (SELECT secretFingerprint FROM Installation), fingerprint`

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
type DigestCheckColumns = [fingerprint: string, isAbsent: number]
type UserColumns = [id: string, email: string, displayName: string]

interface Connection {
  file: OpenFile
  database: Database.Database
  begin: Statement<[]>
  commit: Statement<[]>
  version: Statement<[], number>
  revocations: RevocationNonce
  findApiToken: Statement<[string], ApiTokenColumns>
  findSession: Statement<[string], SessionColumns>
  checkDigests: Statement<[string], DigestCheckColumns>
}

/**
 * The store on a dedicated read-only connection. `PRAGMA data_version` reports every commit of any
 * other connection, and a nonce whether it revoked something. A failure closes the connection; the next
 * call opens another.
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
  #surveyed: { version: number; secrets: string[] } | null = null
  /** The digest of the last failed look-up, and the data version after it. */
  #missed: { version: number; digest: string } | null = null

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
  together(work: () => void): void {
    this.#isTogether = true
    try {
      work()
    } finally {
      this.#isTogether = false
      this.#leave()
    }
  }

  findApiToken(digest: string): FoundApiToken | null {
    const row = this.#ask((connection) => connection.findApiToken.get(digest))
    this.#missed = row ? null : { version: this.#dataVersion(), digest }
    if (!row) return null
    const [id, name, createdAt, ...user] = row
    return { id, name, createdAt: new Date(createdAt), user: toUser(user) }
  }

  findSession(id: string): FoundSession | null {
    const row = this.#ask((connection) => connection.findSession.get(id))
    if (!row) return null
    const [expiresAt, ...user] = row
    return { expiresAt: new Date(expiresAt), user: toUser(user) }
  }

  /**
   * If nothing was committed since the last checkDigests, neither before nor after the failed
   * look-up of a token, both saw the same snapshot. So tokens that do not exist cost no second
   * query.
   */
  checkDigests(digests: readonly string[]): DigestCheck {
    const [missed, surveyed] = [this.#missed, this.#surveyed]
    const isSameMoment =
      missed?.version === surveyed?.version && digests.every((each) => each === missed?.digest)
    if (surveyed && isSameMoment && digests.length > 0)
      return { isAbsent: true, secrets: surveyed.secrets }
    const version = this.#dataVersion()
    const result = this.#checkDigests(digests)
    this.#surveyed = this.#dataVersion() === version ? { version, secrets: result.secrets } : null
    return result
  }

  #checkDigests(digests: readonly string[]): DigestCheck {
    const rows = this.#ask((connection) => connection.checkDigests.all(JSON.stringify(digests)))
    return {
      isAbsent: rows.every(([, isAbsent]) => isAbsent === 1),
      secrets: rows.map(([fingerprint]) => fingerprint),
    }
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
        findApiToken: database.prepare<[string], ApiTokenColumns>(findApiToken).raw(),
        findSession: database.prepare<[string], SessionColumns>(findSession).raw(),
        checkDigests: database.prepare<[string], DigestCheckColumns>(checkDigests).raw(),
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

const toUser = ([id, email, displayName]: UserColumns) => ({ id, email, displayName })
