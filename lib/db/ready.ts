import { env } from '@/lib/config/settings'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import { db } from '@/lib/db/client'
import { providerOf } from '@/lib/db/database-url'

/**
 * Whether the database has every migration.
 * @throws when the query fails
 */
export async function isDatabaseReady(): Promise<boolean> {
  const applied = await db().$queryRawUnsafe<AppliedMigration[]>(historyQuery)
  return isComplete(applied, providerOf(env().databaseUrl))
}

/**
 * Sends a small query to the database.
 * @returns whether it answered and has every migration, and the duration
 */
export async function probeDatabase(): Promise<{ isReady: boolean; milliseconds: number }> {
  const from = performance.now()
  const isReady = await isDatabaseReady().catch(() => false)
  return { isReady, milliseconds: performance.now() - from }
}
