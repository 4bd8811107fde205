import { accessSync, constants, lstatSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { actingUser } from '@/cli/maintenance/act-as-owner'
import { Refusal } from '@/cli/maintenance/refusal'
import { type Env, typedCommand } from '@/lib/config/settings'
import { providerOf, sqlitePath } from '@/lib/db/database-url'

/** The input of a command. */
export interface Given {
  args: string[]
  /**
   * The folder in which the command was typed. Files on the command line are relative to it; files
   * in settings are relative to the product's folder.
   */
  typedIn: string
}

/**
 * Returns the absolute path of the only argument of a command.
 * @throws Refusal where there is not exactly one
 */
export function readFile({ args, typedIn }: Given, command: string): string {
  const [file] = args
  if (args.length !== 1 || !file || file.startsWith('-'))
    throw new Refusal(`usage: ${typedCommand(command, 'FILE')}`, 2)
  return resolve(typedIn, file)
}

/**
 * @returns the path of the database
 * @throws Refusal where the database is on a server
 */
export function requireSqlite({ databaseUrl }: Env, instead: string): string {
  if (providerOf(databaseUrl) === 'sqlite') return sqlitePath(databaseUrl)
  throw new Refusal(`DATABASE_URL names a PostgreSQL server: use ${instead}`, 2)
}

/** @throws Refusal where the file does not exist, is not a regular file, or is not readable */
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
 * @throws Refusal where this user may not enter the folder or write to it. A folder that does not
 * exist is left to the caller
 */
export function requireReachable(folder: string): void {
  allowed(
    () =>
      statSync(folder, { throwIfNoEntry: false }) &&
      accessSync(folder, constants.W_OK | constants.X_OK),
    () => `write to the folder ${folder}: change its owner, or give another`,
  )
}

/** @throws Refusal where the name is taken, or this user may not write to the folder */
export function requireFree(file: string): void {
  const folder = dirname(file)
  const refusal = () => `write to the folder ${folder}: give a folder that this user may write`
  const stats = allowed(() => statSync(folder, { throwIfNoEntry: false }), refusal)
  if (!stats?.isDirectory()) throw new Refusal(`there is no folder ${folder}`, 2)
  const taken = allowed(() => lstatSync(file, { throwIfNoEntry: false }), refusal)
  if (taken) throw new Refusal(`${file} is there already: give another name`, 2)
  allowed(() => accessSync(folder, constants.W_OK | constants.X_OK), refusal)
}

/** @param what names the forbidden action, and an alternative */
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
