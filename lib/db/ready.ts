import { env } from '@/lib/config/settings'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import { db } from '@/lib/db/client'
import { providerOf } from '@/lib/db/provider'

/**
 * Whether the database has every migration.
 * @throws when the query fails
 */
export async function isDatabaseReady(): Promise<boolean> {
  const applied = await db().$queryRawUnsafe<AppliedMigration[]>(historyQuery)
  return isComplete(applied, providerOf(env().databaseUrl))
}
