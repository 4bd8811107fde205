import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'

const dayMs = 86_400_000

/** Batch size. Other writers get their turn between two batches. */
const batchRows = 1_000

/**
 * Removes the rows that are older than the setting allows. The database refuses to delete rows
 * younger than 30 days.
 */
export async function removeOldActivity(now = new Date()): Promise<void> {
  const { activityDays } = env()
  if (activityDays === 'forever') return
  const old = { at: { lt: new Date(now.getTime() - activityDays * dayMs) } }
  for (let found = batchRows; found === batchRows; ) {
    const rows = await db().activity.findMany({ where: old, select: { id: true }, take: batchRows })
    found = rows.length
    if (found > 0)
      await db().activity.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })
  }
}
