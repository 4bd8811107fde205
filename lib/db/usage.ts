import { db } from '@/lib/db/client'

/** How often something was used since it was last written down, and when it was last. */
export interface Use {
  id: string
  at: Date
  count: number
}

const used = `
(SELECT value ->> 0 AS id, value ->> 1 AS at, value ->> 2 AS count FROM json_each(?)) AS used`

const countApiTokens = `
UPDATE ApiToken SET useCount = useCount + used.count, lastUsedAt = max(coalesce(lastUsedAt, ''), used.at)
FROM ${used} WHERE ApiToken.id = used.id`

const stampSessions = `
UPDATE Session SET lastSeenAt = max(lastSeenAt, used.at)
FROM ${used} WHERE Session.id = used.id`

/** Adds to the tokens' counts and moves their times forward, in one statement. Tokens that are gone are passed over. */
export async function writeApiTokenUse(uses: Use[]): Promise<void> {
  await db().$executeRawUnsafe(countApiTokens, toJson(uses))
}

/** Moves the sessions' times forward, in one statement. Sessions that are gone are passed over. */
export async function writeSessionUse(uses: Use[]): Promise<void> {
  await db().$executeRawUnsafe(stampSessions, toJson(uses))
}

/** Times in the spelling that Prisma's adapter stores, so that they compare as text. */
function toJson(uses: Use[]): string {
  return JSON.stringify(uses.map(({ id, at, count }) => [id, at.toISOString().replace('Z', '+00:00'), count]))
}
