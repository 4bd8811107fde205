import { db } from '@/lib/db/client'

/**
 * From now on, SQLite refuses every write of this process: a demo holds to that, whatever the code
 * above the database forgets.
 */
export async function endWrites(): Promise<void> {
  await db().$queryRawUnsafe('PRAGMA query_only = ON')
}
