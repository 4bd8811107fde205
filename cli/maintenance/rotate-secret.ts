import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import type { Given } from '@/cli/maintenance/arguments'
import { PostgresRotation } from '@/cli/maintenance/postgres-rotation'
import { progressOn } from '@/cli/maintenance/progress'
import { Refusal } from '@/cli/maintenance/refusal'
import { rotateTokens } from '@/cli/maintenance/rotation'
import type { RotationStore } from '@/cli/maintenance/rotation-store'
import { SqliteRotation } from '@/cli/maintenance/sqlite-rotation'
import { grouped } from '@/cli/maintenance/words'
import type { Keys } from '@/lib/config/derived-keys'
import { isHere, keyring } from '@/lib/config/keyring'
import { createSecret, nextSecretFile, secretFile } from '@/lib/config/master-key'
import { secretFault } from '@/lib/config/master-key-fault'
import { type Env, env, typedCommand } from '@/lib/config/settings'
import { syncFolder } from '@/lib/config/sync-folder'
import { providerOf, sqlitePath } from '@/lib/db/database-url'

/*
 * npm run rotate-secret replaces the master key while servers run. docs/decisions/0021-rotation.md
 * explains the guarantees of each step, and why it may be interrupted at any time.
 */

/**
 * @returns the lines to print
 * @throws Refusal
 */
export async function rotateSecret({ args }: Given): Promise<string[]> {
  if (args.length > 0) throw new Refusal(`usage: ${typedCommand('rotate-secret')}`, 2)
  const settings = env()
  const store = await openStore(settings)
  try {
    const secrets = await requireReady(store, settings)
    return settings.secret === undefined
      ? await rotateFile(store, secrets, settings.dataDir)
      : await rotateSetting(store, secrets)
  } finally {
    await store.close()
  }
}

async function openStore({ databaseUrl }: Env): Promise<RotationStore> {
  if (providerOf(databaseUrl) === 'postgresql') return PostgresRotation.open(databaseUrl)
  const path = sqlitePath(databaseUrl)
  if (!existsSync(path)) throw new Refusal(`there is no database ${path}`)
  return new SqliteRotation(path)
}

/**
 * @returns the fingerprints of the master keys in use
 * @throws Refusal where the database is of another version or holds no installation, or where a
 * master key does not match it
 */
async function requireReady(store: RotationStore, settings: Env): Promise<string[]> {
  if (!(await store.isMigrated()))
    throw new Refusal(
      `${store.name} was made by another version of Jeton: start this version on it once`,
    )
  const secrets = await store.keysInUse()
  if (secrets.length === 0) throw new Refusal(`there is no installation in ${store.name}`)
  const fault = secretFault(settings, secrets, isHere)
  if (fault) throw new Refusal(fault)
  return secrets
}

/**
 * Rotates a master key in a file. The file `secret.next` holds the new one, from before anything is
 * stored under it until it is renamed to `secret`.
 */
async function rotateFile(
  store: RotationStore,
  secrets: string[],
  dataDir: string,
): Promise<string[]> {
  requireOwner(secretFile(dataDir))
  const next = nextSecretFile(dataDir)
  if (!existsSync(next)) createSecret(next)
  keyring().refresh()
  const [from, to] = keyring().all
  if (!from || !to)
    throw new Refusal(`${next} holds the same secret as ${secretFile(dataDir)}: remove it`)
  const isOver = secrets.length === 1 && secrets[0] === to.fingerprint
  if (secrets.length > 1 && secrets[1] !== to.fingerprint)
    throw new Refusal(
      `${secretFile(dataDir)} and ${next} have changed places: put the right ones back`,
    )
  const moved = isOver
    ? 0
    : await rotate(store, secrets, { from, to, endBefore: statSync(next).mtime })
  const aside = takeOver(dataDir)
  return [
    ...doneWords(moved),
    `The previous secret is now ${aside}. Backups from before open with that one alone: keep it with your copies of the secret, and remove it here; or, if it leaked, throw those backups away.`,
    'Users who were signed in have to sign in again. API tokens remain valid.',
    '',
    `Next: keep a copy of the new secret, ${secretFile(dataDir)}, in another place, and make a backup.`,
  ]
}

/**
 * Requires the owner of the file: a server that could not read the new master key would answer 503,
 * and would still accept signatures of the old one.
 */
function requireOwner(file: string): void {
  if (process.geteuid === undefined || statSync(file).uid === process.geteuid()) return
  throw new Refusal(`${file} is another user's: run this as that user, as the server does`)
}

/**
 * Copies the old file to another name before the new one replaces it, so that the file exists at
 * every moment.
 * @returns the name of the copy
 */
function takeOver(dataDir: string): string {
  const file = secretFile(dataDir)
  const aside = `${file}.replaced-${new Date().toISOString().replace(/\W/g, '')}`
  writeFileSync(aside, readFileSync(file), { mode: 0o600, flag: 'wx', flush: true })
  renameSync(nextSecretFile(dataDir), file)
  syncFolder(dataDir)
  return aside
}

async function rotateSetting(store: RotationStore, secrets: string[]): Promise<string[]> {
  const [to, from] = keyring().all
  if (!to || !from)
    throw new Refusal(
      'the secret is in JETON_SECRET: set that to a new one, JETON_SECRET_PREVIOUS to the previous one, restart every instance with both, and run this again',
      2,
    )
  if (secrets.length === 1 && secrets[0] === to.fingerprint)
    return ['Nothing to do: everything is stored under JETON_SECRET.', ...nextWords]
  if (secrets.length > 1 && secrets[1] !== to.fingerprint)
    throw new Refusal(
      'JETON_SECRET is the previous secret, and JETON_SECRET_PREVIOUS the new one: change them over',
    )
  return [...doneWords(await rotate(store, secrets, { from, to, endBefore: null })), ...nextWords]
}

const nextWords = [
  'Backups from before open with the previous secret alone: keep it with your copies of the secret; or, if it leaked, throw those backups away.',
  '',
  'Next: take JETON_SECRET_PREVIOUS away, and restart every instance. Its signatures are accepted until then;',
  'after that, users who have not signed in since have to sign in again. API tokens remain valid.',
]

const doneWords = (moved: number) => [
  `Rotated the secret: ${grouped(moved)} API tokens were stored anew, none is left under the previous one.`,
]

async function rotate(
  store: RotationStore,
  secrets: string[],
  { from, to, endBefore }: { from: Keys; to: Keys; endBefore: Date | null },
): Promise<number> {
  await requireSameSource(store)
  await store.admit(to.fingerprint)
  try {
    // Checks again: a server that started in between has either read the new fingerprint, or is
    // detected here.
    await requireSameSource(store)
  } catch (error) {
    if (secrets.length === 1) await store.dismiss(to.fingerprint)
    throw error
  }
  return rotateTokens({ store, from, to, endBefore, progress: progressOn(process.stderr) })
}

async function requireSameSource(store: RotationStore): Promise<void> {
  if (!(await store.isServedFromElsewhere())) return
  throw new Refusal(
    'a server runs with other secrets, or has them from another place, than this command: give every instance, and this command, the same JETON_SECRET and JETON_SECRET_PREVIOUS, or the same data folder, and restart them',
  )
}
