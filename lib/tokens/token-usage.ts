import { db } from '@/lib/db/client'
import type { SessionPrincipal } from '@/shared/principal'
import type { TokenUsage } from '@/shared/token-usage'

const dayMs = 86_400_000

/** How long uses by day are kept, in days. */
const keptDays = 400

/** Rows per statement. Other writers get their turn between two of them. */
const batchRows = 1_000

/** Returns a day in UTC, as 2026-11-30. @param ago in days */
const dayBefore = (now: Date, ago: number) =>
  new Date(now.getTime() - ago * dayMs).toISOString().slice(0, 10)

/**
 * Returns how often the caller's own token was used.
 * @param days how many, today in UTC among them
 * @returns null without such a token
 */
export async function getTokenUsage(
  { subject }: SessionPrincipal,
  id: string,
  days: number,
  now = new Date(),
): Promise<TokenUsage | null> {
  const where = { id, userId: subject.id }
  const uses = { where: { day: { gte: dayBefore(now, days - 1) } } }
  const token = await db().apiToken.findUnique({ where, select: { serviceUses: uses } })
  return token && toUsage(token.serviceUses)
}

interface StoredUse {
  day: string
  service: string
  count: bigint
  lastUsedAt: Date
}

function toUsage(stored: StoredUse[]): TokenUsage {
  const uses = stored.toSorted((a, b) => compare(a.day, b.day) || compare(a.service, b.service))
  const days = uses.map(({ day, service, count }) => ({
    day,
    service: service || null,
    count: Number(count),
  }))
  const services = [...new Set(uses.map(({ service }) => service))].map((name) => {
    const own = uses.filter(({ service }) => service === name)
    const lastUsedAt = Math.max(...own.map((use) => use.lastUsedAt.getTime()))
    return {
      service: name || null,
      count: own.reduce((sum, { count }) => sum + Number(count), 0),
      last_used_at: new Date(lastUsedAt).toISOString(),
    }
  })
  return { days, services: services.sort((a, b) => b.count - a.count) }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Removes uses of days that are too long ago. */
export async function removeOldUses(now = new Date()): Promise<void> {
  const where = { day: { lt: dayBefore(now, keptDays) } }
  for (let removed = batchRows; removed === batchRows; ) {
    const { count } = await db().serviceUse.deleteMany({ where, limit: batchRows })
    removed = count
  }
}
