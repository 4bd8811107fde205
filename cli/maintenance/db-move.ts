import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { requireRootsOwn } from '@/cli/maintenance/act-as-owner'
import { type Given, requireReachable } from '@/cli/maintenance/arguments'
import { type Moved, move } from '@/cli/maintenance/move'
import { requirePlainFiles } from '@/cli/maintenance/plain-files'
import { PostgresStore } from '@/cli/maintenance/postgres-store'
import { progressOn } from '@/cli/maintenance/progress'
import { Refusal } from '@/cli/maintenance/refusal'
import { SqliteStore } from '@/cli/maintenance/sqlite-store'
import type { Store } from '@/cli/maintenance/store'
import { grouped, rowLines, secretPlace, sumOf } from '@/cli/maintenance/words'
import { parseDatabaseUrl } from '@/lib/config/database-settings'
import { keyring, keys } from '@/lib/config/keyring'
import { env, typedCommand } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
import { providerOf, sqlitePath } from '@/lib/db/database-url'

const example = ['--from', 'file:./data/jeton.db', '--to', 'postgresql://user@host/database']
const usage = () => `usage: ${typedCommand('db:move', ...example)}, or the other way round`

/**
 * npm run db:move.
 * @returns the lines to print
 * @throws Refusal
 */
export async function dbMove(given: Given): Promise<string[]> {
  const urls = readArguments(given)
  // Fails with its own message if the master key is missing, before anything is opened.
  keys()
  const from = await openStore(urls.from)
  try {
    const to = await openStore(urls.to)
    try {
      const [fingerprint = ''] = await from.fingerprints()
      const own = keyring().get(fingerprint) ?? keys()
      const moved = await move({ from, to, keys: own, progress: progressOn(process.stderr) })
      return wordsFor(moved, from, to)
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}

function readArguments(given: Given): { from: string; to: string } {
  const urls = parse(given.args)
  if (urls.from === undefined || urls.to === undefined) throw new Refusal(usage(), 2)
  const [from, to] = [parseUrl('from', urls.from, given), parseUrl('to', urls.to, given)]
  if (providerOf(from) === providerOf(to))
    throw new Refusal(
      'a move is from a SQLite file to PostgreSQL, or from PostgreSQL to a SQLite file',
      2,
    )
  for (const url of [from, to]) if (providerOf(url) === 'sqlite') requireOwnFile(sqlitePath(url))
  if (providerOf(from) === 'sqlite' && !existsSync(sqlitePath(from)))
    throw new Refusal(`--from: there is no file ${sqlitePath(from)}`, 2)
  if (providerOf(to) === 'sqlite' && !existsSync(dirname(sqlitePath(to))))
    throw new Refusal(`--to: there is no folder ${dirname(sqlitePath(to))}`, 2)
  return { from, to }
}

function requireOwnFile(path: string): void {
  requireRootsOwn(path)
  requireReachable(dirname(path))
  requirePlainFiles(path)
}

/** Parses the arguments. Node's own error message would repeat them, including a password. */
function parse(args: string[]): { from?: string | undefined; to?: string | undefined } {
  try {
    return parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' } } }).values
  } catch {
    throw new Refusal(usage(), 2)
  }
}

/** Parses a database URL. A file path is relative to the folder in which the command was typed. */
function parseUrl(name: string, text: string, { typedIn }: Given): string {
  try {
    return parseDatabaseUrl(text, typedIn)
  } catch (error) {
    if (error instanceof SettingsError)
      throw new Refusal(`--${name} is not usable: ${error.message}`, 2)
    throw error
  }
}

const openStore = async (url: string): Promise<Store> =>
  providerOf(url) === 'sqlite' ? new SqliteStore(sqlitePath(url)) : PostgresStore.open(url)

function wordsFor({ wasThere, rows, tokens }: Moved, from: Store, to: Store): string[] {
  const sum = grouped(sumOf(rows))
  const head = wasThere
    ? `Nothing to do: ${to.name} holds the same ${sum} rows already.`
    : `Moved ${sum} rows from ${from.name} to ${to.name}:`
  return [
    head,
    ...rowLines(rows),
    `Checked in the target: every row reads back the same, all ${grouped(tokens)} API tokens can be decrypted and match their digests.`,
    '',
    `Next: set DATABASE_URL to what you gave as --to, keep the secret (${secretPlace(env())}), and start Jeton.`,
    `${from.name} is as it was. Put it away: a server started on it would not know what you delete from now on.`,
  ]
}
