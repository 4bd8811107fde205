import { PrismaClient } from '@/lib/db/generated/sqlite/client'
import { SqliteAdapter } from '@/lib/db/sqlite-adapter'
import { env } from '@/lib/env'
import { processGlobal } from '@/lib/process-global'

/** The one Prisma client of this process. Its errors name no values. */
export function db(): PrismaClient {
  return processGlobal('db', () => {
    const adapter = new SqliteAdapter(env().databaseUrl)
    return new PrismaClient({ adapter, errorFormat: 'minimal' })
  })
}
