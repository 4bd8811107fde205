import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { Refusal } from '@/cli/maintenance/refusal'
import {
  type AddedSecret,
  type App,
  batchSecrets,
  type ResealedApp,
  type RotationStore,
  type SecretLeft,
  type SecretPlace,
} from '@/cli/maintenance/rotation-store'
import { sqliteTableNames } from '@/cli/maintenance/sqlite-tables'
import { migrationsTable } from '@/cli/maintenance/store'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import { keysInUse } from '@/lib/db/keys-in-use'
import {
  holdAlone,
  isServedFromElsewhere,
  type Release,
  serveDatabase,
} from '@/lib/db/serving-lock'

/** Longest wait while a server writes. */
const busyLimitMs = 30_000

/** A token may have two secrets. One without any is left as well: it is damaged. */
const secretsLeft = `
FROM ApiToken LEFT JOIN ApiTokenSecret AS was ON was.tokenId = ApiToken.id AND was.keyFingerprint <> :to
WHERE NOT EXISTS (
  SELECT 1 FROM ApiTokenSecret AS added
  WHERE added.tokenId = ApiToken.id AND added.keyFingerprint = :to
    AND added.generation = coalesce(was.generation, added.generation)
)`
const read = `
SELECT ApiToken.id, coalesce(was.generation, 0) AS generation, was.digest, was.sealed ${secretsLeft}
  AND (ApiToken.id, coalesce(was.generation, 0)) > (:id, :generation)
ORDER BY 1, 2 LIMIT ${batchSecrets}`
const readApps = `
SELECT userId, sealed FROM AuthenticatorApp WHERE keyFingerprint <> ? LIMIT ${batchSecrets}`
const add = `
INSERT INTO ApiTokenSecret (digest, tokenId, sealed, keyFingerprint, generation)
SELECT ?, tokenId, ?, ?, generation FROM ApiTokenSecret WHERE digest = ? AND tokenId = ?`

const endSessions = 'DELETE FROM Session WHERE julianday(createdAt) < julianday(?)'
const readEnded = `
SELECT User.id, User.email, count(*) AS ended FROM Session JOIN User ON User.id = Session.userId
WHERE julianday(Session.createdAt) < julianday(?) GROUP BY User.id`
const recordEnd = `
INSERT INTO Activity (id, at, userId, email, action, credential, address, userAgent, detail)
VALUES (:rowId, :at, :id, :email, 'all_sessions_ended', 'command_line', '', '', json_object('ended', :ended))`

interface Ended {
  id: string
  email: string
  ended: number
}

/** The rotation on a SQLite file. Servers may use it meanwhile; no restore can replace it. */
export class SqliteRotation implements RotationStore {
  readonly name: string
  readonly #database: Database.Database
  readonly #release: Release

  /** @throws Refusal where another rotation runs */
  constructor(path: string) {
    this.name = path
    serveDatabase()
    const release = holdAlone(path, 'rotation')
    if (!release) throw new Refusal('another rotation is at work: wait until it is done')
    this.#release = release
    this.#database = new Database(path, { fileMustExist: true, timeout: busyLimitMs })
    for (const pragma of ['synchronous = FULL', 'secure_delete = ON', 'foreign_keys = ON'])
      this.#database.pragma(pragma)
  }

  async isMigrated(): Promise<boolean> {
    if (!sqliteTableNames(this.#database).includes(migrationsTable)) return false
    return isComplete(this.#database.prepare<[], AppliedMigration>(historyQuery).all(), 'sqlite')
  }

  async keysInUse(): Promise<string[]> {
    return this.#database.prepare<[], string>(keysInUse).pluck().all()
  }

  async isServedFromElsewhere(): Promise<boolean> {
    return isServedFromElsewhere(this.name)
  }

  async admit(fingerprint: string): Promise<void> {
    this.#database.prepare('INSERT INTO Secret VALUES (?) ON CONFLICT DO NOTHING').run(fingerprint)
  }

  async dismiss(fingerprint: string): Promise<void> {
    this.#database.prepare('DELETE FROM Secret WHERE fingerprint = ?').run(fingerprint)
  }

  async countLeft(fingerprint: string): Promise<number> {
    const count = this.#database.prepare<{ to: string }, number>(`SELECT count(*) ${secretsLeft}`)
    return count.pluck().get({ to: fingerprint }) ?? 0
  }

  async readLeft(to: string, { id, generation }: SecretPlace): Promise<SecretLeft[]> {
    return this.#database
      .prepare<SecretPlace & { to: string }, SecretLeft>(read)
      .all({ to, id, generation })
  }

  async add(secrets: AddedSecret[]): Promise<void> {
    const statement = this.#database.prepare(add)
    const addAll = this.#database.transaction(() => {
      for (const { tokenId, was, digest, sealed, keyFingerprint } of secrets)
        statement.run(digest, sealed, keyFingerprint, was, tokenId)
    })
    addAll.immediate()
  }

  async readAppsLeft(fingerprint: string): Promise<App[]> {
    return this.#database.prepare<[string], App>(readApps).all(fingerprint)
  }

  async resealApps(fingerprint: string, apps: ResealedApp[]): Promise<void> {
    const statement = this.#database.prepare(
      'UPDATE AuthenticatorApp SET sealed = ?, keyFingerprint = ? WHERE userId = ? AND sealed = ?',
    )
    const resealAll = this.#database.transaction(() => {
      for (const { userId, was, sealed } of apps) statement.run(sealed, fingerprint, userId, was)
    })
    resealAll.immediate()
  }

  /** The transaction prevents writes between the check and the commit. */
  async finish(fingerprint: string, endBefore: Date | null): Promise<boolean> {
    const left = this.#database.prepare<{ to: string }>(`SELECT 1 ${secretsLeft} LIMIT 1`)
    const appsLeft = this.#database.prepare(readApps)
    const run = (sql: string, value: string) => this.#database.prepare(sql).run(value)
    const finish = this.#database.transaction(() => {
      if (left.get({ to: fingerprint }) || appsLeft.get(fingerprint)) return false
      run('DELETE FROM ApiTokenSecret WHERE keyFingerprint <> ?', fingerprint)
      run('UPDATE Installation SET secretFingerprint = ?', fingerprint)
      run('DELETE FROM Secret WHERE fingerprint <> ?', fingerprint)
      if (endBefore) this.#endSessions(endBefore.toISOString())
      return true
    })
    return finish.immediate()
  }

  /** Ends the sessions that began before a time, and records it for each of their users. */
  #endSessions(endBefore: string): void {
    const record = this.#database.prepare(recordEnd)
    const at = new Date().toISOString().replace('Z', '+00:00')
    for (const user of this.#database.prepare<[string], Ended>(readEnded).all(endBefore))
      record.run({ ...user, at, rowId: randomUUID() })
    this.#database.prepare(endSessions).run(endBefore)
  }

  /** Also removes data under the old master key from the journal, unless a reader still uses it. */
  async close(): Promise<void> {
    this.#database.pragma('busy_timeout = 0')
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
    this.#database.close()
    this.#release()
  }
}
