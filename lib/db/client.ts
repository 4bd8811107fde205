import { PrismaClient } from '@/lib/db/generated/sqlite/client'
import { SqliteAdapter } from '@/lib/db/sqlite-adapter'
import { env } from '@/lib/env'
import { oncePerThread } from '@/lib/once-per-thread'

/** The one Prisma client of this thread. Its errors name no values. */
export const db = oncePerThread('db', () => {
  const adapter = new SqliteAdapter(env().databaseUrl)
  return new PrismaClient({ adapter, errorFormat: 'minimal' })
})
