import { randomBytes, randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Env } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
import { syncFolder } from '@/lib/config/sync-folder'

/*
 * The master key: `JETON_SECRET` if it is set, otherwise the file `secret` in the data folder.
 * During a rotation there are two. With settings, `JETON_SECRET_PREVIOUS` holds the previous one.
 * With files, `secret.next` holds the new one and is renamed to `secret` at the end.
 */

type Settings = Pick<Env, 'secret' | 'previousSecret' | 'dataDir'>

const secretBytes = 32

export const secretFile = (dataDir: string) => join(dataDir, 'secret')
export const nextSecretFile = (dataDir: string) => join(dataDir, 'secret.next')

export function hasMasterSecret({ secret, dataDir }: Pick<Env, 'secret' | 'dataDir'>): boolean {
  return secret !== undefined || existsSync(secretFile(dataDir))
}

/**
 * Returns the one or two master keys of this process. The first is the default where nothing else
 * decides which to use.
 * @throws SettingsError when there is none, or a file does not hold one
 */
export function loadMasterSecrets({ secret, previousSecret, dataDir }: Settings): Buffer[] {
  const set = [secret, previousSecret].filter((text) => text !== undefined)
  if (set.length > 0) return set.map((text) => Buffer.from(text, 'base64'))
  for (;;) {
    const next = readSecret(nextSecretFile(dataDir))
    const current = readSecret(secretFile(dataDir))
    // A rotation that ends between the two reads would hide one of the master keys from both.
    if (!isSame(next, readSecret(nextSecretFile(dataDir)))) continue
    if (!current)
      throw new SettingsError(`${secretFile(dataDir)} is missing: put it back, or set JETON_SECRET`)
    return next && !isSame(next, current) ? [current, next] : [current]
  }
}

const isSame = (one: Buffer | null, other: Buffer | null) =>
  one === other || (one !== null && other !== null && one.equals(other))

/**
 * @returns null when the file does not exist
 * @throws SettingsError when the file does not hold a master key
 */
function readSecret(file: string): Buffer | null {
  const text = readIfThere(file)
  if (text === null) return null
  const bytes = Buffer.from(text.trim(), 'base64')
  if (bytes.length >= secretBytes) return bytes
  throw new SettingsError(`${file} does not hold a secret: put the right one back`)
}

/**
 * The file may be a symbolic link, as mounted secrets are.
 * @returns null when the file does not exist
 */
function readIfThere(file: string): string | null {
  try {
    // Without O_NONBLOCK, opening a FIFO would block indefinitely.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      requirePrivate(descriptor, file)
      return readFileSync(descriptor, 'utf8')
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Formats the mode as chmod takes it. */
export const modeOf = ({ mode }: Stats) => (mode & 0o7777).toString(8).padStart(4, '0')

/**
 * Rejects a file that others can write: a user who can change the master key can become any user
 * of the installation. A file that others can only read is accepted with a warning
 * (lib/config/file-permissions.ts), because mounted secrets often are readable. Windows has no
 * modes.
 */
function requirePrivate(descriptor: number, file: string): void {
  const stats = fstatSync(descriptor)
  if (!stats.isFile()) throw new SettingsError(`${file} is not a file: put the secret there`)
  if (process.platform === 'win32' || (stats.mode & 0o022) === 0) return
  throw new SettingsError(
    `${file} can be written by others (mode ${modeOf(stats)}), who would own the installation: chmod 600 it, or set JETON_SECRET`,
  )
}

/**
 * Creates a master key, readable by its owner only. The file appears complete and synced to disk,
 * or not at all.
 */
export function createSecret(file: string): void {
  // The draft's name is random: in a container, a process often has the process ID of an earlier
  // one, which may have been killed here.
  const draft = `${file}.${randomUUID()}`
  const text = `${randomBytes(secretBytes).toString('base64')}\n`
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
  renameSync(draft, file)
  syncFolder(dirname(file))
}
