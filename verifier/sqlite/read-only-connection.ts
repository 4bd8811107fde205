import Database, { type Statement } from 'better-sqlite3'
import { keysInUse } from '@/lib/db/keys-in-use'
import { OpenFile } from '@/lib/db/sqlite/open-file'
import { RevocationNonce } from '@/verifier/sqlite/revocation-nonce'

/*
 * The connection of verification to a SQLite file, and its prepared statements. It never writes.
 */

/** Names hold no control characters. */
const namesOf = (rows: string) => `(SELECT group_concat(name, char(10)) FROM ${rows})`

const groupsOfUser = namesOf(
  '"Group" JOIN GroupMember ON "Group".id = GroupMember.groupId WHERE GroupMember.userId = User.id',
)

const findSession = `
SELECT Session.expiresAt, User.id, User.email, User.displayName, ${groupsOfUser}
FROM Session JOIN User ON User.id = Session.userId
WHERE Session.id = ? AND User.disabledAt IS NULL`

const servicesOfToken = namesOf(
  'Service JOIN ApiTokenService ON Service.id = ApiTokenService.serviceId WHERE ApiTokenService.tokenId = ApiToken.id',
)

const findAccount = `
SELECT role, passwordHash <> ''
  AND NOT EXISTS (SELECT 1 FROM AuthenticatorApp WHERE userId = User.id AND confirmedAt IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM Passkey WHERE userId = User.id)
FROM User WHERE id = ? AND disabledAt IS NULL`

/** @param count the number of digests */
const findApiToken = (count: number) => `
SELECT ApiToken.id, ApiToken.name, ApiToken.createdAt,
  CASE User.kind WHEN 'person' THEN COALESCE(User.signedInAt, User.createdAt) END,
  CASE WHEN ApiTokenSecret.generation < ApiToken.secretGeneration THEN ApiTokenSecret.generation END,
  ApiToken.previousEndsAt,
  CASE WHEN ApiToken.hasServiceList THEN COALESCE(${servicesOfToken}, '') END,
  User.id, User.email, User.displayName, ${groupsOfUser}
FROM ApiTokenSecret JOIN ApiToken ON ApiToken.id = ApiTokenSecret.tokenId JOIN User ON User.id = ApiToken.userId
WHERE ApiTokenSecret.digest IN (${Array(count).fill('?').join()}) AND User.disabledAt IS NULL AND (
  ApiTokenSecret.generation = ApiToken.secretGeneration
  OR ApiTokenSecret.generation = ApiToken.secretGeneration - 1 AND ApiToken.previousEndsAt IS NOT NULL
) LIMIT 1`

const findRules = `
SELECT Service.name, Service.access, ${namesOf(
  '"Group" JOIN ServiceGroup ON "Group".id = ServiceGroup.groupId WHERE ServiceGroup.serviceId = Service.id',
)} FROM Service`

/**
 * Cache of pages, valid until the next commit and allocated on demand. It holds those of some ten
 * thousand tokens.
 */
const cacheKibibytes = 2 ** 15

export type ApiTokenColumns = [
  id: string,
  name: string,
  createdAt: string,
  signedInAt: string | null,
  previousGeneration: number | null,
  previousEndsAt: string | null,
  services: string | null,
  ...UserColumns,
]
export type SessionColumns = [expiresAt: string, ...UserColumns]
export type UserColumns = [id: string, email: string, displayName: string, groups: string | null]
export type AccountColumns = [role: string, lacksSecondFactor: number]
export type RuleColumns = [name: string, access: string, groups: string | null]

export class ReadOnlyConnection {
  readonly begin: Statement<[]>
  readonly commit: Statement<[]>
  readonly version: Statement<[], number>
  readonly revocations: RevocationNonce
  readonly findSession: Statement<[string], SessionColumns>
  readonly findAccount: Statement<[string], AccountColumns>
  readonly keysInUse: Statement<[], string>
  readonly findRules: Statement<[], RuleColumns>
  readonly #file: OpenFile
  readonly #database: Database.Database
  /** By the number of digests: one for each master key that this process has. */
  readonly #findApiToken = new Map<number, Statement<string[], ApiTokenColumns>>()

  /** @throws Error if the file cannot be opened, or is no database of Jeton */
  constructor(path: string) {
    // The identity is read before the file is opened, so that a later file is not taken for it.
    this.#file = new OpenFile(path)
    // The caller waits, not the event loop: see `retryWhileLocked`.
    const database = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 })
    this.#database = database
    try {
      database.pragma(`cache_size = -${cacheKibibytes}`)
      this.begin = database.prepare<[]>('BEGIN')
      this.commit = database.prepare<[]>('COMMIT')
      this.version = database.prepare<[], number>('PRAGMA data_version').pluck()
      this.revocations = new RevocationNonce(database)
      this.findSession = database.prepare<[string], SessionColumns>(findSession).raw()
      this.findAccount = database.prepare<[string], AccountColumns>(findAccount).raw()
      this.keysInUse = database.prepare<[], string>(keysInUse).pluck()
      this.findRules = database.prepare<[], RuleColumns>(findRules).raw()
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** Whether the path still names the open file. */
  isCurrent(): boolean {
    return this.#file.isCurrent()
  }

  findApiToken(digests: readonly string[]): ApiTokenColumns | undefined {
    const known = this.#findApiToken.get(digests.length)
    const statement = known ?? this.#prepareFindApiToken(digests.length)
    return statement.get(...digests)
  }

  #prepareFindApiToken(count: number): Statement<string[], ApiTokenColumns> {
    const statement = this.#database.prepare<string[], ApiTokenColumns>(findApiToken(count)).raw()
    this.#findApiToken.set(count, statement)
    return statement
  }

  close(): void {
    this.#database.close()
  }
}
