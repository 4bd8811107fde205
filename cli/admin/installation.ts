import { existsSync } from 'node:fs'
import { Refusal } from '@/cli/maintenance/refusal'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { providerOf, sqlitePath } from '@/lib/db/database-url'
import { isDatabaseUnavailable } from '@/lib/db/errors'
import { postgresPool } from '@/lib/db/postgres/pool'
import { isDatabaseReady } from '@/lib/db/ready'
import { serveDatabase } from '@/lib/db/serving-lock'
import { openSecrets } from '@/lib/startup'
import { stopRevocations, watchRevocations } from '@/verifier/revocations'

/**
 * Does some work on the installation that the settings name. It must exist and match this version
 * and the master key.
 * @throws Refusal where it does not, or the database is unavailable
 */
export async function withInstallation<T>(work: () => Promise<T>): Promise<T> {
  const { databaseUrl } = env()
  const isFile = providerOf(databaseUrl) === 'sqlite'
  if (isFile && !existsSync(sqlitePath(databaseUrl)))
    throw new Refusal(`there is no database ${sqlitePath(databaseUrl)}`)
  // Takes the shared lock, as a server does, so that no restore replaces the file meanwhile.
  serveDatabase()
  watchRevocations()
  try {
    await requireOurs()
    return await work()
  } catch (error) {
    if (isDatabaseUnavailable(error))
      throw new Refusal('the database that DATABASE_URL names cannot be queried')
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

/** Matches the messages of Prisma for a raw query. */
const isTableMissing = (error: unknown) =>
  error instanceof Error && /no such table|TableDoesNotExist|does not exist/.test(error.message)
