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
import { type Env, SettingsError } from '@/lib/config/settings'
import { syncFolder } from '@/lib/config/sync-folder'

/*
 * The master secret: `JETON_SECRET` where it is set, else the file `secret` in the data folder.
 * While it is rotated there are two: the one before is `JETON_SECRET_PREVIOUS`; the next one of a
 * file is the file `secret.next`, which takes its name in the end.
 */

type Settings = Pick<Env, 'secret' | 'previousSecret' | 'dataDir'>

const secretBytes = 32

export const secretFile = (dataDir: string) => join(dataDir, 'secret')
export const nextSecretFile = (dataDir: string) => join(dataDir, 'secret.next')

export function hasMasterSecret({ secret, dataDir }: Pick<Env, 'secret' | 'dataDir'>): boolean {
  return secret !== undefined || existsSync(secretFile(dataDir))
}

/**
 * Every master secret that this process is given: one, or two; first the one that is taken for the
 * right one where nobody knows better.
 * @throws SettingsError when there is none, or a file does not hold one
 */
export function loadMasterSecrets({ secret, previousSecret, dataDir }: Settings): Buffer[] {
  const set = [secret, previousSecret].filter((text) => text !== undefined)
  if (set.length > 0) return set.map((text) => Buffer.from(text, 'base64'))
  for (;;) {
    const next = readSecret(nextSecretFile(dataDir))
    const current = readSecret(secretFile(dataDir))
    // The end of a rotation, between the two looks, would have hidden one from both.
    if (!isSame(next, readSecret(nextSecretFile(dataDir)))) continue
    if (!current)
      throw new SettingsError(`${secretFile(dataDir)} is missing: put it back, or set JETON_SECRET`)
    return next && !isSame(next, current) ? [current, next] : [current]
  }
}

const isSame = (one: Buffer | null, other: Buffer | null) =>
  one === other || (one !== null && other !== null && one.equals(other))

/** @returns null where there is no such file */
function readSecret(file: string): Buffer | null {
  const text = readIfThere(file)
  if (text === null) return null
  const bytes = Buffer.from(text.trim(), 'base64')
  if (bytes.length >= secretBytes) return bytes
  throw new SettingsError(`${file} does not hold a secret: put the right one back`)
}

/**
 * The file may be a link, as it is where secrets are mounted.
 * @returns null where it is not there
 */
function readIfThere(file: string): string | null {
  try {
    // To open a FIFO otherwise is to wait for ever.
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

/** As chmod takes it. */
export const modeOf = ({ mode }: Stats) => (mode & 0o7777).toString(8).padStart(4, '0')

/**
 * A user who can write the secret can become any user of the installation. One that others can only
 * read is taken, with a warning (lib/config/file-permissions.ts): mounted ones often are so. Windows has no
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
 * Makes a secret where there is none, readable by its owner alone. It appears whole, and on disk,
 * or not at all.
 */
export function createSecret(file: string): void {
  // In a container a process often has the number of one before, which may have been killed here.
  const draft = `${file}.${randomUUID()}`
  const text = `${randomBytes(secretBytes).toString('base64')}\n`
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
  renameSync(draft, file)
  syncFolder(dirname(file))
}
