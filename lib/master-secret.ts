import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Env, SettingsError } from '@/lib/env'

type Settings = Pick<Env, 'secret' | 'dataDir'>

const secretBytes = 32

export const secretFile = (dataDir: string) => join(dataDir, 'secret')

export function hasMasterSecret({ secret, dataDir }: Settings): boolean {
  return secret !== undefined || existsSync(secretFile(dataDir))
}

/**
 * The master secret: `JETON_SECRET` where it is set, else the file in the data folder.
 * @throws SettingsError when there is none, or the file does not hold one
 */
export function loadMasterSecret({ secret, dataDir }: Settings): Buffer {
  if (secret !== undefined) return Buffer.from(secret, 'base64')
  const file = secretFile(dataDir)
  if (!existsSync(file)) throw new SettingsError(`${file} is missing: put it back, or set JETON_SECRET`)
  const bytes = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (bytes.length < secretBytes)
    throw new SettingsError(`${file} does not hold a secret: put the right one back`)
  return bytes
}

/** Makes the secret of a new installation, readable by its owner alone. It appears whole or not at all. */
export function createMasterSecret(dataDir: string): void {
  const draft = `${secretFile(dataDir)}.${process.pid}`
  writeFileSync(draft, `${randomBytes(secretBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(draft, secretFile(dataDir))
}
