import { db } from '@/lib/db/client'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/history'
import { providerOf } from '@/lib/db/provider'
import { env } from '@/lib/env'

/** Whether the database holds every migration. @throws when it cannot be asked */
export async function isDatabaseReady(): Promise<boolean> {
  const applied = await db().$queryRawUnsafe<AppliedMigration[]>(historyQuery)
  return isComplete(applied, providerOf(env().databaseUrl))
}
