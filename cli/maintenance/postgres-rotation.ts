import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { postgresTableNames } from '@/cli/maintenance/postgres-tables'
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
import { migrationsTable } from '@/cli/maintenance/store'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import { keysInUse } from '@/lib/db/keys-in-use'
import { type CommandConnection, connectForLocks, isLockTimeout } from '@/lib/db/postgres/lock'
import { isServedFromElsewhere } from '@/lib/db/postgres/serving'
import { withoutPassword } from '@/lib/db/postgres/url'

/** Allows one rotation at a time. Servers can still start. */
const takeRotationLock = `SELECT pg_try_advisory_lock(hashtext('jeton rotation'), hashtext($1)) AS "isOurs"`

/** A token may have two secrets. One without any is left as well: it is damaged. */
const secretsLeft = `
FROM "ApiToken" t LEFT JOIN "ApiTokenSecret" was ON was."tokenId" = t."id" AND was."keyFingerprint" <> $1
WHERE NOT EXISTS (
  SELECT FROM "ApiTokenSecret" added
  WHERE added."tokenId" = t."id" AND added."keyFingerprint" = $1
    AND added."generation" = coalesce(was."generation", added."generation")
)`
const count = `SELECT count(*)::int AS count ${secretsLeft}`
const read = `
SELECT t."id", coalesce(was."generation", 0) AS generation, was."digest", was."sealed" ${secretsLeft}
  AND (t."id", coalesce(was."generation", 0)) > ($2, $3)
ORDER BY 1, 2 LIMIT ${batchSecrets}`

const readApps = `
SELECT "userId", "sealed" FROM "AuthenticatorApp" WHERE "keyFingerprint" <> $1 LIMIT ${batchSecrets}`
const resealApps = `
UPDATE "AuthenticatorApp" a SET "sealed" = rows."sealed", "keyFingerprint" = $4
FROM unnest($1::text[], $2::text[], $3::text[]) AS rows ("userId", "was", "sealed")
WHERE a."userId" = rows."userId" AND a."sealed" = rows."was"`

/**
 * The locks make a concurrent delete wait, or this statement skip what was deleted. Tokens are
 * locked before their secrets, as a delete does, which prevents deadlocks.
 */
const add = `
WITH added AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
    AS rows ("tokenId", "was", "digest", "sealed", "keyFingerprint")
),
locked AS (
  SELECT s."digest" AS "was", s."generation" FROM added JOIN "ApiToken" t ON t."id" = added."tokenId"
  JOIN "ApiTokenSecret" s ON s."tokenId" = t."id" AND s."digest" = added."was"
  ORDER BY t."id" FOR KEY SHARE OF t, s
)
INSERT INTO "ApiTokenSecret" ("digest", "tokenId", "sealed", "keyFingerprint", "generation")
SELECT "digest", "tokenId", "sealed", "keyFingerprint", "generation" FROM added JOIN locked USING ("was")`

/** Shorter than PostgreSQL's `deadlock_timeout` of 1 s. */
const lockTimeoutMs = 300

/** Records the end for each user whose sessions end. */
const endSessions = `
WITH ended AS (
  DELETE FROM "Session" WHERE "createdAt" < $1::timestamptz AT TIME ZONE 'UTC' RETURNING "userId"
)
INSERT INTO "Activity" ("id", "at", "userId", "email", "action", "credential", "address", "userAgent", "detail")
SELECT gen_random_uuid()::text, now() AT TIME ZONE 'UTC', u."id", u."email", 'all_sessions_ended', 'command_line', '', '',
  jsonb_build_object('ended', count(*))
FROM ended JOIN "User" u ON u."id" = ended."userId" GROUP BY u."id"`

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

  async keysInUse(): Promise<string[]> {
    const { rows } = await this.#client.query<{ fingerprint: string }>(keysInUse)
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

  async countLeft(fingerprint: string): Promise<number> {
    const { rows } = await this.#client.query<{ count: number }>(count, [fingerprint])
    return rows[0]?.count ?? 0
  }

  async readLeft(to: string, { id, generation }: SecretPlace): Promise<SecretLeft[]> {
    return (await this.#client.query<SecretLeft>(read, [to, id, generation])).rows
  }

  async add(secrets: AddedSecret[]): Promise<void> {
    const columns = (['tokenId', 'was', 'digest', 'sealed', 'keyFingerprint'] as const).map(
      (name) => secrets.map((secret) => secret[name]),
    )
    await this.#client.query(add, columns)
  }

  async readAppsLeft(fingerprint: string): Promise<App[]> {
    return (await this.#client.query<App>(readApps, [fingerprint])).rows
  }

  async resealApps(fingerprint: string, apps: ResealedApp[]): Promise<void> {
    const columns = (['userId', 'was', 'sealed'] as const).map((name) =>
      apps.map((app) => app[name]),
    )
    await this.#client.query(resealApps, [...columns, fingerprint])
  }

  /**
   * A server locks sessions and tokens in either order: a new token is stored before its session is
   * checked, and deleting an account deletes its sessions first. A transaction that waits for a
   * lock is therefore rolled back and tried again before PostgreSQL looks for a deadlock, which
   * could end the server's transaction instead.
   */
  async finish(fingerprint: string, endBefore: Date | null): Promise<boolean> {
    for (;;) {
      await this.#client.query(`BEGIN; SET LOCAL lock_timeout = '${lockTimeoutMs}ms'`)
      try {
        const isDone = await this.#finish(fingerprint, endBefore)
        await this.#client.query(isDone ? 'COMMIT' : 'ROLLBACK')
        return isDone
      } catch (error) {
        if (!isLockTimeout(error)) throw error
        await this.#client.query('ROLLBACK')
        await setTimeout(lockTimeoutMs)
      }
    }
  }

  /** The table locks prevent token writes between the check and the commit. */
  async #finish(fingerprint: string, endBefore: Date | null): Promise<boolean> {
    if (endBefore) await this.#client.query(endSessions, [endBefore.toISOString()])
    await this.#client.query(
      'LOCK TABLE "ApiToken", "ApiTokenSecret", "AuthenticatorApp" IN SHARE ROW EXCLUSIVE MODE',
    )
    if ((await this.countLeft(fingerprint)) > 0) return false
    if ((await this.readAppsLeft(fingerprint)).length > 0) return false
    for (const sql of [
      'DELETE FROM "ApiTokenSecret" WHERE "keyFingerprint" <> $1',
      'UPDATE "Installation" SET "secretFingerprint" = $1',
      'DELETE FROM "Secret" WHERE "fingerprint" <> $1',
    ])
      await this.#client.query(sql, [fingerprint])
    return true
  }

  async close(): Promise<void> {
    await this.#client.end()
  }
}
