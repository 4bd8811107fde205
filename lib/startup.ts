import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { exposures } from '@/lib/config/file-permissions'
import { isHere, keys } from '@/lib/config/keyring'
import { createSecret, hasMasterSecret, secretFile } from '@/lib/config/master-key'
import { secretFault } from '@/lib/config/master-key-fault'
import { type Env, typedCommand } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
import { db } from '@/lib/db/client'
import { providerOf, sqlitePath } from '@/lib/db/database-url'
import { isDatabaseUnavailable } from '@/lib/db/errors'
import { migrate } from '@/lib/db/migrate'
import { withPostgresLock } from '@/lib/db/postgres/lock'
import { migratePostgres } from '@/lib/db/postgres/schema'
import { encodeThePassword } from '@/lib/db/postgres/url'
import { serveDatabase } from '@/lib/db/serving-lock'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'
import { requireLocalDisk } from '@/lib/db/sqlite/local-disk'
import { fillDemo } from '@/lib/demo/fill'
import { log } from '@/lib/log/log'
import { chooseKeys, readKeysInUse } from '@/lib/tokens/keys-in-use'

const installationId = 'installation'
const unfinished = () =>
  `A rotation of the secret was begun and is not finished: ${typedCommand('rotate-secret')} goes on with it.`
const startLockTimeoutMs = 30_000

/**
 * Creates what is missing for a start (data folder, database, master key). Refuses to continue with
 * a master key that the data was not made with.
 * @throws SettingsError with one line that says what to change
 */
export async function prepareInstallation(env: Env): Promise<void> {
  requireWritable(env.dataDir, 'JETON_DATA_DIR')
  await orExplain(`the data folder ${env.dataDir} cannot be used`, async () => {
    const lock = takeStartLock(env.dataDir)
    try {
      if (providerOf(env.databaseUrl) === 'sqlite') await prepareSqlite(env)
      else await preparePostgres(env)
    } finally {
      lock.close()
    }
  })
  for (const fault of exposures(env)) log().warn(fault)
}

async function prepareSqlite(env: Env): Promise<void> {
  requireWritable(dirname(sqlitePath(env.databaseUrl)), 'DATABASE_URL')
  requireLocalDisk(dirname(sqlitePath(env.databaseUrl)))
  serveDatabase()
  await orExplain(`the database ${env.databaseUrl} cannot be brought up to date`, () =>
    migrate(new SqliteAdapter(env.databaseUrl), 'sqlite'),
  )
  await openInstallation(env)
  if (env.isDemo) await fillDemo()
}

/** Instances that start at the same time take turns, on all machines. */
async function preparePostgres(env: Env): Promise<void> {
  await orExplain('the database that DATABASE_URL names cannot be brought up to date', () =>
    withPostgresLock(env.databaseUrl, async (connection) => {
      await migratePostgres(env.databaseUrl, connection)
      await openInstallation(env)
    }),
  )
}

/**
 * Concurrent starts on one data folder take turns. The operating system holds the lock and releases
 * it when the process ends, however it ends.
 */
function takeStartLock(dataDir: string): Database.Database {
  const lock = new Database(join(dataDir, 'start.lock'), { timeout: startLockTimeoutMs })
  lock.exec('BEGIN EXCLUSIVE')
  return lock
}

async function openInstallation(env: Env): Promise<void> {
  const begun = (await db().installation.count()) > 0
  if (!begun) await beginInstallation(env)
  const secrets = await openSecrets(env)
  if (secrets.length > 1) log().warn(unfinished())
}

/**
 * Selects the master keys that the data was made with. A process calls this again once other
 * processes can see that it serves: a rotation that began in between has not seen it.
 * @returns their fingerprints
 * @throws SettingsError when one of them is missing
 */
export async function openSecrets(env: Env): Promise<string[]> {
  const secrets = await askAgain(readKeysInUse)
  const fault = secretFault(env, secrets, isHere)
  if (fault) throw new SettingsError(fault)
  await chooseKeys()
  return secrets
}

/**
 * Retries while the database is unavailable: a machine that starts many programs at once responds
 * slowly.
 */
async function askAgain<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 5; left > 0; left -= 1) {
    try {
      return await ask()
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error
    }
  }
  return ask()
}

function requireWritable(folder: string, variable: string): void {
  try {
    makeFolder(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : 'unknown error'
    throw new SettingsError(
      `the folder ${folder} cannot be written (${reason}): change its owner, or set ${variable}`,
    )
  }
}

/**
 * Creates one level at a time: `mkdirSync` with `recursive` never returns where a folder refuses
 * children, such as /proc.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/**
 * Rethrows errors as SettingsError.
 * @param fault describes the failure, without a password
 */
async function orExplain(fault: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof SettingsError) throw error
    throw new SettingsError(`${fault}: ${reasonOf(error)}`)
  }
}

/**
 * Error texts of Prisma's schema engine for a SQLite file that another process holds exclusively.
 */
const isHeld = /SocketTimeout|database is locked/

const wrongPassword = '28P01'

/**
 * Returns the reason in one line. A connection that is refused at every address of a host name has
 * no message of its own, only a code.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if (isHeld.test(error.message))
    return 'another program works on it: stop an older Jeton that runs on it first'
  const code = 'code' in error ? String(error.code) : 'unknown error'
  // Prisma's messages begin with the call and end with the reason.
  if (error.message.trimStart().startsWith('Invalid `'))
    return error.message.trimEnd().split('\n').at(-1) ?? code
  if (code === wrongPassword) return `${error.message}; ${encodeThePassword}`
  return error.message.split('\n').find((line) => line.trim() !== '') ?? code
}

async function beginInstallation(env: Env): Promise<void> {
  if (!hasMasterSecret(env)) createSecret(secretFile(env.dataDir))
  const { fingerprint } = keys()
  await db().$transaction([
    db().secret.create({ data: { fingerprint } }),
    db().installation.create({ data: { id: installationId, secretFingerprint: fingerprint } }),
  ])
}
