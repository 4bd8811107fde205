import { existsSync } from 'node:fs'
import { Refusal } from '@/cli/maintenance/refusal'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { isDatabaseUnavailable } from '@/lib/db/errors'
import { postgresPool } from '@/lib/db/postgres/pool'
import { providerOf } from '@/lib/db/provider'
import { isDatabaseReady } from '@/lib/db/ready'
import { serveDatabase } from '@/lib/db/serving-lock'
import { sqlitePath } from '@/lib/db/sqlite/path'
import { openSecrets } from '@/lib/startup'
import { stopRevocations, watchRevocations } from '@/verifier/revocations'

/** Does something to the installation that the settings name: one that is there, and that this version and this secret belong to. */
export async function withInstallation<T>(work: () => Promise<T>): Promise<T> {
  const { databaseUrl } = env()
  const isFile = providerOf(databaseUrl) === 'sqlite'
  if (isFile && !existsSync(sqlitePath(databaseUrl)))
    throw new Refusal(`there is no database ${sqlitePath(databaseUrl)}`)
  // As a server does: no restore takes the file away meanwhile.
  serveDatabase()
  watchRevocations()
  try {
    await requireOurs()
    return await work()
  } catch (error) {
    if (isDatabaseUnavailable(error))
      throw new Refusal('the database that DATABASE_URL names cannot be asked')
    throw error
  } finally {
    await stopRevocations()
    await db().$disconnect()
    if (!isFile) await postgresPool().end()
  }
}

/** @throws Refusal */
async function requireOurs(): Promise<void> {
  const isReady = await isDatabaseReady().catch((error) => {
    if (isTableMissing(error)) return false
    throw error
  })
  if (!isReady)
    throw new Refusal(
      'the database is another version’s, or none of ours: start this version on it once',
    )
  if ((await db().installation.count()) === 0)
    throw new Refusal('there is no installation in the database: start the server once')
  await openSecrets(env())
}

/** As Prisma says it of a query that we have written ourselves. */
const isTableMissing = (error: unknown) =>
  error instanceof Error && /no such table|TableDoesNotExist|does not exist/.test(error.message)
