import { toNames, toRule } from '@/verifier/service-rule'
import {
  type ApiTokenColumns,
  ReadOnlyConnection,
  type UserColumns,
} from '@/verifier/sqlite/read-only-connection'
import type {
  ApiTokenLookUp,
  FoundAccount,
  FoundSession,
  FoundUser,
  RulesVersion,
  ServiceRules,
  Store,
} from '@/verifier/store'

/**
 * More than the highest number of commits that SQLite counts, so that versions of two connections
 * never collide.
 */
const versionsPerConnection = 2 ** 32

/**
 * The store on a dedicated read-only connection. `PRAGMA data_version` reports every commit of any
 * other connection, and a nonce whether it revoked something. A failure closes the connection; the
 * next call opens another.
 */
export class SqliteStore implements Store {
  readonly #path: string
  #connection: ReadOnlyConnection | null = null
  #connections = 0
  /** The data version for which revocations were last checked. */
  #checkedAt: number | null = null
  /** The data version at which the last revocation was detected: earlier results are invalid. */
  #revokedAt = Number.NaN
  #isInSnapshot = false
  /** Whether the connection is inside a transaction. */
  #isInside = false
  /** The master keys in use, and the data version at which they were read. */
  #keysInUse: { version: number; fingerprints: string[] } | null = null
  #rules: ServiceRules | null = null

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
  inSnapshot<T>(work: () => T): T {
    this.#isInSnapshot = true
    try {
      return work()
    } finally {
      this.#isInSnapshot = false
      this.#leave()
    }
  }

  /**
   * A token that does not exist costs a second query, for the keys in use, only after a commit.
   */
  findApiToken(digests: readonly string[]): ApiTokenLookUp {
    return this.#inOneSnapshot(() => {
      const row = this.#ask((connection) => connection.findApiToken(digests))
      if (row) return toFound(row, this.#revokedAt)
      const known = this.#keysInUse
      const isKnown = known?.version === this.#dataVersion()
      return { found: null, keysInUse: isKnown ? known.fingerprints : this.keysInUse() }
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
    return this.#isInSnapshot ? work() : this.inSnapshot(work)
  }

  findSession(id: string): FoundSession | null {
    return this.#inOneSnapshot(() => {
      const row = this.#ask((connection) => connection.findSession.get(id))
      if (!row) return null
      const [expiresAt, ...user] = row
      const rulesVersion = this.#revokedAt
      return { expiresAt: new Date(expiresAt), user: toUser(user), rulesVersion }
    })
  }

  findAccount(userId: string): FoundAccount | null {
    const row = this.#ask((connection) => connection.findAccount.get(userId))
    return row ? { role: row[0], lacksSecondFactor: row[1] === 1 } : null
  }

  serviceRules(version: RulesVersion): ServiceRules {
    if (this.#rules?.version === version) return this.#rules
    return this.#inOneSnapshot(() => {
      const rows = this.#ask((connection) => connection.findRules.all())
      const rules = rows.map(([name, ...rule]) => [name, toRule(...rule)] as const)
      this.#rules = { version: this.#revokedAt, byName: new Map(rules) }
      return this.#rules
    })
  }

  #ask<T>(question: (connection: ReadOnlyConnection) => T): T {
    try {
      // Inside a transaction, this was checked at its start.
      if (!this.#isInside && this.#connection?.isCurrent() === false) this.#close()
      this.#connection ??= this.#open()
      if (this.#isInSnapshot && !this.#isInside) this.#enter(this.#connection)
      return question(this.#connection)
    } catch (error) {
      this.#close()
      throw error
    }
  }

  /** Everything that is read until `#leave` is from the snapshot of this version. */
  #enter({ begin }: ReadOnlyConnection): void {
    begin.run()
    this.#isInside = true
    this.version()
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

  #open(): ReadOnlyConnection {
    this.#connections += 1
    return new ReadOnlyConnection(this.#path)
  }

  #close(): void {
    this.#connection?.close()
    this.#connection = null
    this.#isInside = false
  }
}

const toFound = (
  [id, name, createdAt, signedInAt, generation, endsAt, services, ...user]: ApiTokenColumns,
  rulesVersion: RulesVersion,
): ApiTokenLookUp => ({
  found: {
    id,
    name,
    createdAt: new Date(createdAt),
    signedInAt: signedInAt === null ? null : new Date(signedInAt),
    previousSecret:
      generation === null || endsAt === null ? null : { generation, endsAt: new Date(endsAt) },
    services: services === null ? null : toNames(services),
    user: toUser(user),
    rulesVersion,
  },
})

const toUser = ([id, email, displayName, groups]: UserColumns): FoundUser => ({
  id,
  email,
  displayName,
  groups: toNames(groups),
})
