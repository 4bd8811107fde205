import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { type Provider, providerOf } from '@/lib/db/database-url'

/**
 * The uses of one kind since the last write: the number and the latest time of each. The ID of a
 * service is its name; that of a token at a service is the token's ID and that name, with a space
 * between; that of a replaced secret is the token's ID, the number of the secret, and the name of
 * the service or nothing, with spaces between.
 */
export interface UseBatch {
  of: 'api_token' | 'session' | 'token_at_service' | 'service' | 'previous_secret'
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
 * Consistent lock order: two processes that write at once lock the rows in the same order, so they
 * cannot deadlock.
 */
const lockedOf = (table: string, key = 'id') => `
WITH locked AS (
  SELECT "${table}"."id", used."at", used."count" FROM "${table}" JOIN ${used.postgresql} ON "${table}"."${key}" = used."id"
  ORDER BY "${table}"."${key}" FOR NO KEY UPDATE OF "${table}"
)`

/** The day in UTC is the beginning of the time as text. */
const tokenAtService = {
  sqlite: `
SELECT substr("id", 1, instr("id", ' ') - 1) AS "tokenId", substr("at", 1, 10) AS "day", substr("id", instr("id", ' ') + 1) AS "service", "count", "at"
FROM ${used.sqlite}`,
  postgresql: `
SELECT split_part("id", ' ', 1) AS "tokenId", to_char("at", 'YYYY-MM-DD') AS "day", split_part("id", ' ', 2) AS "service", "count", "at"
FROM ${used.postgresql}`,
}

/**
 * Only while the secret is the previous one. Of several services, the latest use
 * counts. The parameter is a JSON array of `[id, at, generation, service]`.
 */
const previousSecret = {
  sqlite: `
UPDATE "ApiToken" SET "previousUsedAt" = used."at", "previousUsedBy" = used."service"
FROM (SELECT value ->> 0 AS "id", value ->> 1 AS "at", value ->> 2 AS "generation", value ->> 3 AS "service" FROM json_each(?)) AS used
WHERE "ApiToken"."id" = used."id" AND "secretGeneration" = used."generation" + 1 AND coalesce("previousUsedAt", '') < used."at"`,
  postgresql: `
WITH used AS (
  SELECT value ->> 0 AS "id", (value ->> 1)::timestamp AS "at", (value ->> 2)::int AS "generation", value ->> 3 AS "service"
  FROM jsonb_array_elements($1::jsonb)
), locked AS (
  SELECT used.* FROM "ApiToken" JOIN used ON "ApiToken"."id" = used."id" ORDER BY "ApiToken"."id" FOR NO KEY UPDATE OF "ApiToken"
)
UPDATE "ApiToken" SET "previousUsedAt" = locked."at", "previousUsedBy" = locked."service"
FROM locked
WHERE "ApiToken"."id" = locked."id" AND "secretGeneration" = locked."generation" + 1
  AND ("previousUsedAt" IS NULL OR "previousUsedAt" < locked."at")`,
}

const statements = {
  sqlite: {
    api_token: `
UPDATE "ApiToken" SET "useCount" = "useCount" + used."count", "lastUsedAt" = max(coalesce("lastUsedAt", ''), used."at")
FROM ${used.sqlite} WHERE "ApiToken"."id" = used."id"`,
    session: `
UPDATE "Session" SET "lastSeenAt" = max("lastSeenAt", used."at")
FROM ${used.sqlite} WHERE "Session"."id" = used."id"`,
    token_at_service: `
INSERT INTO "ServiceUse" ("tokenId", "day", "service", "count", "lastUsedAt")
SELECT * FROM (${tokenAtService.sqlite}) WHERE "tokenId" IN (SELECT "id" FROM "ApiToken")
ON CONFLICT ("tokenId", "day", "service") DO UPDATE
SET "count" = "count" + excluded."count", "lastUsedAt" = max("lastUsedAt", excluded."lastUsedAt")`,
    service: `
UPDATE "Service" SET "useCount" = "useCount" + used."count", "lastUsedAt" = max(coalesce("lastUsedAt", ''), used."at")
FROM ${used.sqlite} WHERE "Service"."name" = used."id"`,
  },
  postgresql: {
    api_token: `${lockedOf('ApiToken')}
UPDATE "ApiToken" SET "useCount" = "useCount" + locked."count", "lastUsedAt" = greatest("lastUsedAt", locked."at")
FROM locked WHERE "ApiToken"."id" = locked."id"`,
    session: `${lockedOf('Session')}
UPDATE "Session" SET "lastSeenAt" = greatest("lastSeenAt", locked."at")
FROM locked WHERE "Session"."id" = locked."id"`,
    // A token that is being deleted waits, or its uses are skipped.
    token_at_service: `
WITH locked AS (
  SELECT used.* FROM "ApiToken" JOIN (${tokenAtService.postgresql}) AS used ON "ApiToken"."id" = used."tokenId"
  ORDER BY "ApiToken"."id" FOR KEY SHARE OF "ApiToken"
)
INSERT INTO "ServiceUse" AS known ("tokenId", "day", "service", "count", "lastUsedAt")
SELECT "tokenId", "day", "service", "count", "at" FROM locked ORDER BY "tokenId", "day", "service"
ON CONFLICT ("tokenId", "day", "service") DO UPDATE
SET "count" = known."count" + excluded."count", "lastUsedAt" = greatest(known."lastUsedAt", excluded."lastUsedAt")`,
    service: `${lockedOf('Service', 'name')}
UPDATE "Service" SET "useCount" = "useCount" + locked."count", "lastUsedAt" = greatest("lastUsedAt", locked."at")
FROM locked WHERE "Service"."id" = locked."id"`,
  },
} as const satisfies Record<Provider, Record<Exclude<UseBatch['of'], 'previous_secret'>, string>>

/**
 * Adds to the counts and moves the times forward. Rows that no longer exist are skipped. A use of a
 * token at a service is one of the token as well, in one transaction.
 */
export async function writeUses({ of, uses }: UseBatch): Promise<void> {
  const provider = providerOf(env().databaseUrl)
  if (of === 'previous_secret') {
    await db().$executeRawUnsafe(previousSecret[provider], JSON.stringify(latestOfEach(uses)))
    return
  }
  const write = (kind: keyof (typeof statements)[Provider], some: UseBatch['uses']) =>
    db().$executeRawUnsafe(statements[provider][kind], toJson(some))
  if (of !== 'token_at_service') await write(of, uses)
  else await db().$transaction([write('api_token', sumByToken(uses)), write(of, uses)])
}

/** @returns for each replaced secret, its latest use */
function latestOfEach(uses: UseBatch['uses']): [string, string, number, string][] {
  const inOrder = uses.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const latest = inOrder.map(({ id, at }) => {
    const [tokenId = '', generation, service = ''] = id.split(' ')
    return [
      `${tokenId} ${generation}`,
      [tokenId, toStored(at), Number(generation), service],
    ] as const
  })
  return [
    ...new Map<string, [string, string, number, string]>(
      latest.map(([key, [...row]]) => [key, row]),
    ).values(),
  ]
}

function sumByToken(uses: UseBatch['uses']): UseBatch['uses'] {
  const sums = new Map<string, UseBatch['uses'][number]>()
  for (const use of uses) {
    const id = use.id.slice(0, use.id.indexOf(' '))
    const other = sums.get(id)
    const at = other && other.at > use.at ? other.at : use.at
    sums.set(id, { id, at, count: use.count + (other?.count ?? 0) })
  }
  return [...sums.values()]
}

function toJson(uses: UseBatch['uses']): string {
  return JSON.stringify(uses.map(({ id, at, count }) => [id, toStored(at), count]))
}

/**
 * Formats a time as Prisma's adapter stores it in SQLite, so that it compares as text. PostgreSQL
 * reads it as UTC.
 */
const toStored = (at: Date) => at.toISOString().replace('Z', '+00:00')
