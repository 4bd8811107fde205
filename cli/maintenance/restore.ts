import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { requireRootsOwn } from '@/cli/maintenance/act-as-owner'
import { type Given, readFile, requireReadable, requireSqlite } from '@/cli/maintenance/arguments'
import { withDraft } from '@/cli/maintenance/draft'
import { requirePlainFiles } from '@/cli/maintenance/plain-files'
import { progressOn } from '@/cli/maintenance/progress'
import { putAside, tidy } from '@/cli/maintenance/put-aside'
import { Refusal } from '@/cli/maintenance/refusal'
import { copyDatabase, type Installation } from '@/cli/maintenance/sqlite-copy'
import { bringUpToDate } from '@/cli/maintenance/up-to-date'
import { inspectReplaced, type Replaced } from '@/cli/maintenance/valid-again'
import {
  grouped,
  nextPlace,
  printable,
  rowLines,
  secretPlace,
  sumOf,
} from '@/cli/maintenance/words'
import { keyring } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { syncFolder } from '@/lib/config/sync-folder'
import { migrate } from '@/lib/db/migrate'
import { keepServersAway } from '@/lib/db/serving-lock'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'
import { strangeEntry } from '@/lib/db/sqlite/schema'

const draftKind = 'restoring'

/**
 * npm run restore replaces the database by a backup, and keeps the old database under another name.
 * @returns the lines to print
 * @throws Refusal
 */
export async function restore(given: Given): Promise<string[]> {
  const file = readFile(given, 'restore')
  const named = requireSqlite(env(), 'pg_restore, psql, or what your backups were made with')
  requireRootsOwn(file)
  requireReadable(file)
  requirePlainFiles(file)
  mkdirSync(dirname(named), { recursive: true, mode: 0o700 })
  const path = existsSync(named) ? realpathSync(named) : named
  const release = keepServersAway(named)
  if (!release) throw new Refusal(`a server runs on ${named}, or another command: stop it first`)
  try {
    return await restoreAlone(file, path)
  } finally {
    release()
  }
}

/** Replaces nothing before the backup has been copied, checked and migrated. */
async function restoreAlone(file: string, path: string): Promise<string[]> {
  removeLeftovers(path)
  return withDraft(path, draftKind, async (draft) => {
    const installation = await copyDatabase(file, draft, progressOn(process.stderr))
    requireSecret(installation, file)
    await finish(draft, file)
    const { isUndamaged, validAgain } = inspectReplaced(draft, path)
    if (isUndamaged) tidy(path)
    const aside = putAside(path)
    renameSync(draft, path)
    syncFolder(dirname(path))
    return wordsFor({ file, path, aside, installation, validAgain })
  })
}

/**
 * Removes the drafts of restores that were killed, which hold whole databases. No other restore
 * uses one: this process holds the lock.
 */
function removeLeftovers(path: string): void {
  const folder = dirname(path)
  const drafts = readdirSync(folder).filter((name) =>
    name.startsWith(`${basename(path)}.${draftKind}-`),
  )
  for (const name of drafts) rmSync(join(folder, name), { recursive: true, force: true })
}

function requireSecret({ fingerprints }: Installation, file: string): void {
  // Fails with its own message if the master key is missing, before a fingerprint is compared.
  const known = keyring()
  if (fingerprints.every((one) => known.get(one))) return
  if (fingerprints.length > 1)
    throw new Refusal(
      `${file} was made while the secret was rotated, and needs both: put the right ones back first (${secretPlace(env())}, ${nextPlace(env())})`,
    )
  throw new Refusal(
    `${secretPlace(env())} is not the secret that ${file} was made with: put the right one back first`,
  )
}

/** Migrates the copy, as the next start would, and merges its journal into it. */
async function finish(draft: string, file: string): Promise<void> {
  await bringUpToDate(() => migrate(new SqliteAdapter(`file:${draft}`), 'sqlite'), file)
  const database = new Database(draft)
  try {
    database.pragma('journal_mode = DELETE')
    requireOwnSchema(database, file)
  } finally {
    database.close()
  }
}

/** Checks the schema: a trigger in a foreign file would run with every row that Jeton writes. */
function requireOwnSchema(database: Database.Database, file: string): void {
  const strange = strangeEntry(database)
  if (!strange) return
  const [type, name] = strange
  throw new Refusal(`${file} is not as Jeton makes it: look at its ${printable(`${type} ${name}`)}`)
}

interface Restored {
  file: string
  path: string
  aside: string | null
  installation: Installation
  validAgain: Replaced['validAgain']
}

function wordsFor({ file, path, aside, installation: { rows }, validAgain }: Restored): string[] {
  return [
    `Restored ${grouped(sumOf(rows))} rows from ${file} to ${path}:`,
    ...rowLines(rows),
    ...(aside ? [`The database that was there is now ${aside}.`] : []),
    '',
    'Everything is as it was when the backup was made: an API token that was deleted since works again, a session that was logged out',
    'since is signed in again, and a password that was changed since is the old one. Delete again what must not work.',
    ...(validAgain
      ? [
          `Of what the replaced database no longer had: ${validAgain.tokens} API tokens, ${validAgain.sessions} sessions.`,
        ]
      : []),
  ]
}
