import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import { migrate } from '@/lib/db/migrate'
import { SqliteAdapter } from '@/lib/db/sqlite-adapter'
import { type Env, SettingsError } from '@/lib/env'
import { keys } from '@/lib/keys'
import { createMasterSecret, hasMasterSecret, secretFile } from '@/lib/master-secret'

const installationId = 'installation'

/**
 * Makes what a start needs and is not there yet (data folder, database, secret), and refuses to go on where the secret is not
 * the one that the data was made with.
 * @throws SettingsError with one line that says what to change
 */
export async function prepareInstallation(env: Env): Promise<void> {
  requireWritable(env.dataDir, 'JETON_DATA_DIR')
  requireWritable(dirname(env.databaseUrl.slice('file:'.length)), 'DATABASE_URL')
  await migrateOrExplain(env.databaseUrl)
  const findInstallation = () => db().installation.findUnique({ where: { id: installationId } })
  if (!(await findInstallation())) await beginInstallation(env)
  requireSameSecret(env, (await findInstallation())?.secretFingerprint ?? '')
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

/** One level at a time: Node's own way never ends where a folder refuses children, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

async function migrateOrExplain(databaseUrl: string): Promise<void> {
  try {
    await migrate(new SqliteAdapter(databaseUrl))
  } catch (error) {
    if (error instanceof SettingsError) throw error
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'unknown error'
    throw new SettingsError(`the database ${databaseUrl} cannot be brought up to date: ${reason}`)
  }
}

/** Of several starts at once on an empty folder, one makes the secret and one the row; the others find them. */
async function beginInstallation(env: Env): Promise<void> {
  if (!hasMasterSecret(env)) createMasterSecret(env.dataDir)
  const data = { id: installationId, secretFingerprint: keys().fingerprint }
  try {
    await db().installation.create({ data })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
  }
}

function requireSameSecret(env: Env, fingerprint: string): void {
  const file = secretFile(env.dataDir)
  if (!hasMasterSecret(env)) {
    throw new SettingsError(
      `the secret that the data was made with is missing: put ${file} back, or set JETON_SECRET`,
    )
  }
  if (keys().fingerprint === fingerprint) return
  const source = env.secret === undefined ? file : 'JETON_SECRET'
  throw new SettingsError(`${source} is not the secret that the data was made with: put the right one back`)
}
