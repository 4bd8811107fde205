import Database from 'better-sqlite3'
import { Refusal } from '@/cli/maintenance/refusal'
import {
  batchTokens,
  type MovedToken,
  type RotationStore,
  type StoredToken,
} from '@/cli/maintenance/rotation-store'
import { sqliteTableNames } from '@/cli/maintenance/sqlite-tables'
import { migrationsTable } from '@/cli/maintenance/store'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import {
  holdAlone,
  isServedFromElsewhere,
  type Release,
  serveDatabase,
} from '@/lib/db/serving-lock'

/** Longest wait while a server writes. */
const busyLimitMs = 30_000

const secrets = `
SELECT fingerprint FROM Secret ORDER BY fingerprint NOT IN (SELECT secretFingerprint FROM Installation), fingerprint`
const others = "coalesce(secretFingerprint, '') <> ?"
const move =
  'UPDATE ApiToken SET digest = ?, sealed = ?, secretFingerprint = ? WHERE id = ? AND digest = ?'

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

  async secrets(): Promise<string[]> {
    return this.#database.prepare<[], string>(secrets).pluck().all()
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

  async countOthers(fingerprint: string): Promise<number> {
    const count = `SELECT count(*) FROM ApiToken WHERE ${others}`
    return this.#database.prepare<[string], number>(count).pluck().get(fingerprint) ?? 0
  }

  async readOthers(fingerprint: string, after: string): Promise<StoredToken[]> {
    const read = `SELECT id, digest, sealed FROM ApiToken WHERE id > ? AND ${others} ORDER BY id LIMIT ${batchTokens}`
    return this.#database.prepare<[string, string], StoredToken>(read).all(after, fingerprint)
  }

  async move(tokens: MovedToken[], fingerprint: string): Promise<void> {
    const statement = this.#database.prepare(move)
    const moveAll = this.#database.transaction(() => {
      for (const { id, was, digest, sealed } of tokens)
        statement.run(digest, sealed, fingerprint, id, was)
    })
    moveAll.immediate()
  }

  /** The transaction prevents writes between the check and the commit. */
  async finish(fingerprint: string, endBefore: Date | null): Promise<boolean> {
    const left = this.#database
      .prepare<[string], number>(`SELECT count(*) FROM ApiToken WHERE ${others}`)
      .pluck()
    const finish = this.#database.transaction(() => {
      if (left.get(fingerprint) !== 0) return false
      this.#database.prepare('UPDATE Installation SET secretFingerprint = ?').run(fingerprint)
      this.#database.prepare('DELETE FROM Secret WHERE fingerprint <> ?').run(fingerprint)
      if (endBefore)
        this.#database
          .prepare('DELETE FROM Session WHERE julianday(createdAt) < julianday(?)')
          .run(endBefore.toISOString())
      return true
    })
    return finish.immediate()
  }

  /** Also removes data under the old master key from the journal, unless a reader still uses it. */
  async close(): Promise<void> {
    this.#database.pragma('busy_timeout = 0')
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
    this.#database.close()
    this.#release()
  }
}
