import { db } from '@/lib/db/client'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/history'

/** Whether the database holds every migration. @throws when it cannot be asked */
export async function isDatabaseReady(): Promise<boolean> {
  return isComplete(await db().$queryRawUnsafe<AppliedMigration[]>(historyQuery))
}
