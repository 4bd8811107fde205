import type pg from 'pg'
import { postgresTableNames } from '@/cli/maintenance/postgres-tables'
import { Refusal } from '@/cli/maintenance/refusal'
import {
  batchTokens,
  type MovedToken,
  type RotationStore,
  type StoredToken,
} from '@/cli/maintenance/rotation-store'
import { migrationsTable } from '@/cli/maintenance/store'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import { type CommandConnection, connectForLocks } from '@/lib/db/postgres/lock'
import { isServedFromElsewhere } from '@/lib/db/postgres/serving'
import { withoutPassword } from '@/lib/db/postgres/url'

/** Allows one rotation at a time. Servers can still start. */
const takeRotationLock = `SELECT pg_try_advisory_lock(hashtext('jeton rotation'), hashtext($1)) AS "isOurs"`

const secrets = `
SELECT "fingerprint" FROM "Secret"
ORDER BY "fingerprint" IN (SELECT "secretFingerprint" FROM "Installation") DESC, "fingerprint"`

const others = `"secretFingerprint" IS DISTINCT FROM $1`

/** Locks rows in the order of the usage flush, which prevents deadlocks. */
const move = `
WITH moved AS (SELECT * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS rows ("id", "was", "digest", "sealed")),
locked AS (
  SELECT t."id" FROM "ApiToken" t JOIN moved ON moved."id" = t."id" AND moved."was" = t."digest" ORDER BY t."id" FOR UPDATE OF t
)
UPDATE "ApiToken" t SET "digest" = moved."digest", "sealed" = moved."sealed", "secretFingerprint" = $1
FROM moved JOIN locked ON locked."id" = moved."id" WHERE t."id" = moved."id" AND t."digest" = moved."was"`

/** The rotation on a PostgreSQL database. Servers may use it meanwhile. */
export class PostgresRotation implements RotationStore {
  readonly name: string
  readonly #client: pg.Client
  readonly #schema: string | null

  private constructor(url: string, { client, schema }: CommandConnection) {
    this.name = withoutPassword(url)
    this.#client = client
    this.#schema = schema
  }

  /** @throws Refusal where another rotation runs */
  static async open(url: string): Promise<PostgresRotation> {
    const connection = await connectForLocks(url)
    const { client, schema } = connection
    const lock = await client.query<{ isOurs: boolean }>(takeRotationLock, [schema ?? ''])
    if (lock.rows[0]?.isOurs) return new PostgresRotation(url, connection)
    await client.end()
    throw new Refusal('another rotation is at work: wait until it is done')
  }

  async isMigrated(): Promise<boolean> {
    if (!(await postgresTableNames(this.#client)).includes(migrationsTable)) return false
    return isComplete((await this.#client.query<AppliedMigration>(historyQuery)).rows, 'postgresql')
  }

  async secrets(): Promise<string[]> {
    const { rows } = await this.#client.query<{ fingerprint: string }>(secrets)
    return rows.map(({ fingerprint }) => fingerprint)
  }

  isServedFromElsewhere(): Promise<boolean> {
    return isServedFromElsewhere(this.#client, this.#schema)
  }

  async admit(fingerprint: string): Promise<void> {
    await this.#client.query('INSERT INTO "Secret" VALUES ($1) ON CONFLICT DO NOTHING', [
      fingerprint,
    ])
  }

  async dismiss(fingerprint: string): Promise<void> {
    await this.#client.query('DELETE FROM "Secret" WHERE "fingerprint" = $1', [fingerprint])
  }

  countOthers(fingerprint: string): Promise<number> {
    return this.#count(`SELECT count(*)::int AS count FROM "ApiToken" WHERE ${others}`, [
      fingerprint,
    ])
  }

  async readOthers(fingerprint: string, after: string): Promise<StoredToken[]> {
    const read = `
SELECT "id", "digest", "sealed" FROM "ApiToken" WHERE "id" > $2 AND ${others} ORDER BY "id" LIMIT ${batchTokens}`
    return (await this.#client.query<StoredToken>(read, [fingerprint, after])).rows
  }

  async move(tokens: MovedToken[], fingerprint: string): Promise<void> {
    const column = (name: keyof MovedToken) => tokens.map((token) => token[name])
    await this.#client.query(move, [
      fingerprint,
      column('id'),
      column('was'),
      column('digest'),
      column('sealed'),
    ])
  }

  /** The table lock prevents token writes between the check and the commit. */
  async finish(fingerprint: string, endBefore: Date | null): Promise<boolean> {
    await this.#client.query('BEGIN')
    await this.#client.query('LOCK TABLE "ApiToken" IN SHARE ROW EXCLUSIVE MODE')
    const isDone = (await this.countOthers(fingerprint)) === 0
    if (isDone) {
      await this.#client.query('UPDATE "Installation" SET "secretFingerprint" = $1', [fingerprint])
      await this.#client.query('DELETE FROM "Secret" WHERE "fingerprint" <> $1', [fingerprint])
      if (endBefore)
        await this.#client.query(
          `DELETE FROM "Session" WHERE "createdAt" < $1::timestamptz AT TIME ZONE 'UTC'`,
          [endBefore.toISOString()],
        )
    }
    await this.#client.query(isDone ? 'COMMIT' : 'ROLLBACK')
    return isDone
  }

  async close(): Promise<void> {
    await this.#client.end()
  }

  async #count(sql: string, values: unknown[]): Promise<number> {
    return (await this.#client.query<{ count: number }>(sql, values)).rows[0]?.count ?? 0
  }
}
