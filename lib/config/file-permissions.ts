import { readFileSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { modeOf, nextSecretFile, secretFile } from '@/lib/config/master-key'
import { type Env, settingsFile } from '@/lib/config/settings'
import { providerOf, sqlitePath } from '@/lib/db/database-url'

/*
 * Warnings, at start and in every command, about files that other users can read or write. The
 * files that Jeton creates are accessible to its own user only.
 */

type Settings = Pick<Env, 'secret' | 'dataDir' | 'databaseUrl'>

/** A line of `.env` that holds a master key or a database password. */
const confidential =
  /^\s*(export\s+)?(JETON_SECRET(_PREVIOUS)?\s*=\s*["']?\w|DATABASE_URL\s*=.*:\/\/[^/@]*:[^@]+@)/m

/**
 * Finds files with permissions that are too broad.
 * @param file the settings file, or null
 * @returns one line per finding that says what to do; none on Windows, which has no such modes
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

/** Root is accepted as the owner: it can read everything anyway, and owns mounted files. */
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
 * The mode of the database file does not matter in a folder that others cannot enter; a copy may
 * have changed it.
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

/** Other users may read a settings file without confidential lines. */
function ofSettings(file: string): string[] {
  const readers = ofReaders(file, look(file))
  try {
    return readers.length > 0 && confidential.test(readFileSync(file, 'utf8')) ? readers : []
  } catch {
    // The command acts as another user, who may not read the file.
    return []
  }
}

/** Only write access is reported: listing the folder reveals nothing confidential. */
function ofFolder(folder: string): string[] {
  const stats = look(folder)
  if (!stats || (stats.mode & 0o002) === 0) return []
  return [`${folder} can be written by others (mode ${modeOf(stats)}): chmod 700 ${folder}`]
}

/** Returns undefined for an inaccessible file: the code that needs the file reports it. */
function look(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
