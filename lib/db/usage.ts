import { db } from '@/lib/db/client'

/** How often things of one kind were used since that was last written down, and when they were last. */
export interface UseBatch {
  of: 'api_token' | 'session'
  uses: { id: string; at: Date; count: number }[]
}

const used = `
(SELECT value ->> 0 AS id, value ->> 1 AS at, value ->> 2 AS count FROM json_each(?)) AS used`

const countApiTokens = `
UPDATE ApiToken SET useCount = useCount + used.count, lastUsedAt = max(coalesce(lastUsedAt, ''), used.at)
FROM ${used} WHERE ApiToken.id = used.id`

const stampSessions = `
UPDATE Session SET lastSeenAt = max(lastSeenAt, used.at)
FROM ${used} WHERE Session.id = used.id`

/** Adds to the counts and moves the times forward, in one statement. What is gone is passed over. */
export async function writeUses({ of, uses }: UseBatch): Promise<void> {
  await db().$executeRawUnsafe(of === 'api_token' ? countApiTokens : stampSessions, toJson(uses))
}

/** Times in the spelling that Prisma's adapter stores, so that they compare as text. */
function toJson(uses: UseBatch['uses']): string {
  return JSON.stringify(uses.map(({ id, at, count }) => [id, at.toISOString().replace('Z', '+00:00'), count]))
}
