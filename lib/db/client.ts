import { env } from '@/lib/config/settings'
import { providerOf } from '@/lib/db/database-url'
import { PrismaClient as PostgresClient } from '@/lib/db/generated/postgresql/client'
import { PrismaClient } from '@/lib/db/generated/sqlite/client'
import { PostgresAdapter } from '@/lib/db/postgres/adapter'
import { postgresPool } from '@/lib/db/postgres/pool'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'
import { oncePerProcess } from '@/lib/once-per-process'

/** Prisma's error format that includes no values. */
const errorFormat = 'minimal'

/**
 * How long a transaction may wait for its turn, in milliseconds: on each database as long as a
 * query waits. It may then take 10 seconds.
 */
const maxWait = { sqlite: 5_000, postgresql: 10_000 }
const transactionMs = 10_000

/**
 * Returns the one Prisma client of this thread. Both clients are generated from the same models, so
 * code written for one fits the other.
 */
export const db = oncePerProcess('db', (): PrismaClient => {
  const { databaseUrl } = env()
  if (providerOf(databaseUrl) === 'sqlite') {
    return new PrismaClient({
      adapter: new SqliteAdapter(databaseUrl),
      errorFormat,
      transactionOptions: { maxWait: maxWait.sqlite, timeout: transactionMs },
    })
  }
  const adapter = new PostgresAdapter(postgresPool())
  return new PostgresClient({
    adapter,
    errorFormat,
    transactionOptions: { maxWait: maxWait.postgresql, timeout: transactionMs },
  }) as unknown as PrismaClient
})

/**
 * From now on, SQLite refuses every write of this process: a demo holds to that, whatever the code
 * above the database forgets.
 */
export async function endWrites(): Promise<void> {
  await db().$queryRawUnsafe('PRAGMA query_only = ON')
}
