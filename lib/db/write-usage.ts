import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { type Provider, providerOf } from '@/lib/db/provider'

/**
 * The uses of one kind of credential since the last write: the number and the latest time of each.
 */
export interface UseBatch {
  of: 'api_token' | 'session'
  uses: { id: string; at: Date; count: number }[]
}

/** The parameter is a JSON array of `[id, at, count]`. */
const used = {
  sqlite: `
(SELECT value ->> 0 AS "id", value ->> 1 AS "at", value ->> 2 AS "count" FROM json_each(?)) AS used`,
  postgresql: `
(SELECT value ->> 0 AS "id", (value ->> 1)::timestamp AS "at", (value ->> 2)::bigint AS "count"
FROM jsonb_array_elements($1::jsonb)) AS used`,
}

/**
 * Consistent lock order: two processes that write at once lock the rows by ascending id, so they
 * cannot deadlock.
 */
const lockedOf = (table: string) => `
WITH locked AS (
  SELECT "${table}"."id", used."at", used."count" FROM "${table}" JOIN ${used.postgresql} ON "${table}"."id" = used."id"
  ORDER BY "${table}"."id" FOR NO KEY UPDATE OF "${table}"
)`

const statements = {
  sqlite: {
    api_token: `
UPDATE "ApiToken" SET "useCount" = "useCount" + used."count", "lastUsedAt" = max(coalesce("lastUsedAt", ''), used."at")
FROM ${used.sqlite} WHERE "ApiToken"."id" = used."id"`,
    session: `
UPDATE "Session" SET "lastSeenAt" = max("lastSeenAt", used."at")
FROM ${used.sqlite} WHERE "Session"."id" = used."id"`,
  },
  postgresql: {
    api_token: `${lockedOf('ApiToken')}
UPDATE "ApiToken" SET "useCount" = "useCount" + locked."count", "lastUsedAt" = greatest("lastUsedAt", locked."at")
FROM locked WHERE "ApiToken"."id" = locked."id"`,
    session: `${lockedOf('Session')}
UPDATE "Session" SET "lastSeenAt" = greatest("lastSeenAt", locked."at")
FROM locked WHERE "Session"."id" = locked."id"`,
  },
} as const satisfies Record<Provider, Record<UseBatch['of'], string>>

/**
 * Adds to the counts and moves the times forward, in one statement. Rows that no longer exist are
 * skipped.
 */
export async function writeUses({ of, uses }: UseBatch): Promise<void> {
  const statement = statements[providerOf(env().databaseUrl)][of]
  await db().$executeRawUnsafe(statement, toJson(uses))
}

/**
 * Formats times as Prisma's adapter stores them in SQLite, so that they compare as text. PostgreSQL
 * reads them as UTC.
 */
function toJson(uses: UseBatch['uses']): string {
  return JSON.stringify(
    uses.map(({ id, at, count }) => [id, at.toISOString().replace('Z', '+00:00'), count]),
  )
}
