import { readFileSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { modeOf, nextSecretFile, secretFile } from '@/lib/config/master-key'
import { type Env, settingsFile } from '@/lib/config/settings'
import { providerOf } from '@/lib/db/provider'
import { sqlitePath } from '@/lib/db/sqlite/path'

/*
 * What a start, and every command, says of files that others can read or write. What this product
 * makes is its user's alone.
 */

type Settings = Pick<Env, 'secret' | 'dataDir' | 'databaseUrl'>

/** A line of `.env` that gives away the secret, or the password of a database. */
const confidential =
  /^\s*(export\s+)?(JETON_SECRET(_PREVIOUS)?\s*=\s*["']?\w|DATABASE_URL\s*=.*:\/\/[^/@]*:[^@]+@)/m

/**
 * @param file the file of settings, where there is one
 * @returns one line for each, which says what to do; none on Windows, which has no such modes
 */
export function exposures(settings: Settings, file = settingsFile()): string[] {
  if (process.platform === 'win32') return []
  return [
    ...secretsOf(settings).flatMap(ofSecret),
    ...ofDatabase(settings),
    ...ofFolder(settings.dataDir),
    ...(file === null ? [] : ofSettings(file)),
  ]
}

const secretsOf = ({ secret, dataDir }: Settings) =>
  secret === undefined ? [secretFile(dataDir), nextSecretFile(dataDir)] : []

/** Root may read everything anyway, and owns what is mounted. */
function ofSecret(file: string): string[] {
  const stats = look(file)
  if (!stats) return []
  const isStrangers = stats.uid !== 0 && stats.uid !== process.geteuid?.()
  return [
    ...(isStrangers
      ? [
          `${file} belongs to another user (${stats.uid}): chown it to the user that the server runs as`,
        ]
      : []),
    ...ofReaders(file, stats),
  ]
}

/**
 * In a folder that others cannot enter its mode does not matter, and may be what a copy has made of
 * it.
 */
function ofDatabase({ databaseUrl }: Settings): string[] {
  if (providerOf(databaseUrl) !== 'sqlite') return []
  const file = sqlitePath(databaseUrl)
  const folder = look(dirname(file))
  return folder && (folder.mode & 0o011) !== 0 ? ofReaders(file, look(file)) : []
}

const ofReaders = (file: string, stats: Stats | undefined) =>
  stats && (stats.mode & 0o077) !== 0
    ? [`${file} can be read by others (mode ${modeOf(stats)}): chmod 600 ${file}`]
    : []

/** Most of it is no secret: a file without one may be read. */
function ofSettings(file: string): string[] {
  const readers = ofReaders(file, look(file))
  try {
    return readers.length > 0 && confidential.test(readFileSync(file, 'utf8')) ? readers : []
  } catch {
    // The command acts as another user, who may not read it.
    return []
  }
}

/** A folder that others can only list gives nothing away. */
function ofFolder(folder: string): string[] {
  const stats = look(folder)
  if (!stats || (stats.mode & 0o002) === 0) return []
  return [`${folder} can be written by others (mode ${modeOf(stats)}): chmod 700 ${folder}`]
}

/** What cannot be looked at is said by whoever needs it. */
function look(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
