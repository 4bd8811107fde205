import { accessSync, constants, lstatSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { actingUser } from '@/cli/maintenance/act-as-owner'
import { Refusal } from '@/cli/maintenance/refusal'
import type { Env } from '@/lib/config/settings'
import { providerOf } from '@/lib/db/provider'
import { sqlitePath } from '@/lib/db/sqlite/path'

/** What a command was given. */
export interface Given {
  args: string[]
  /**
   * The folder in which it was typed: files on the command line are relative to that, those of
   * settings to this product's own.
   */
  typedIn: string
}

/** The one argument of a command. */
export function readFile({ args, typedIn }: Given, command: string): string {
  const [file] = args
  if (args.length !== 1 || !file || file.startsWith('-'))
    throw new Refusal(`usage: npm run ${command} -- FILE`, 2)
  return resolve(typedIn, file)
}

/** @returns the path of the database. @throws Refusal where it is a server's */
export function requireSqlite({ databaseUrl }: Env, instead: string): string {
  if (providerOf(databaseUrl) === 'sqlite') return sqlitePath(databaseUrl)
  throw new Refusal(`DATABASE_URL names a PostgreSQL server: use ${instead}`, 2)
}

/** @throws Refusal for a file that is not there, is none, or may not be read */
export function requireReadable(file: string): void {
  const stats = allowed(
    () => statSync(file, { throwIfNoEntry: false }),
    () => `read ${file}: put it into a folder that this user may read, or change its owner`,
  )
  if (!stats) throw new Refusal(`there is no file ${file}`, 2)
  if (!stats.isFile()) throw new Refusal(`${file} is not a file`, 2)
  allowed(
    () => accessSync(file, constants.R_OK),
    () => `read ${file}: change its owner, or its mode`,
  )
}

/**
 * @throws Refusal for a folder that this user may not enter. One that is not there is somebody
 * else's business
 */
export function requireReachable(folder: string): void {
  allowed(
    () =>
      statSync(folder, { throwIfNoEntry: false }) &&
      accessSync(folder, constants.W_OK | constants.X_OK),
    () => `write to the folder ${folder}: change its owner, or give another`,
  )
}

/**
 * @throws Refusal where there is something under that name, or where this user may not write there
 */
export function requireFree(file: string): void {
  const folder = dirname(file)
  const refusal = () => `write to the folder ${folder}: give a folder that this user may write`
  const stats = allowed(() => statSync(folder, { throwIfNoEntry: false }), refusal)
  if (!stats?.isDirectory()) throw new Refusal(`there is no folder ${folder}`, 2)
  const taken = allowed(() => lstatSync(file, { throwIfNoEntry: false }), refusal)
  if (taken) throw new Refusal(`${file} is there already: give another name`, 2)
  allowed(() => accessSync(folder, constants.W_OK | constants.X_OK), refusal)
}

/** @param what says what this user may not do, and what to do instead */
function allowed<T>(look: () => T, what: () => string): T {
  try {
    return look()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EROFS') throw new Refusal(`${actingUser()} cannot ${what()} (it is read-only)`, 2)
    if (code !== 'EACCES' && code !== 'EPERM') throw error
    throw new Refusal(`${actingUser()} may not ${what()}`, 2)
  }
}
