import Database from 'better-sqlite3'
import { providerOf } from '@/lib/db/provider'
import { sqlitePath } from '@/lib/db/sqlite-path'
import { env, SettingsError } from '@/lib/env'
import { oncePerThread } from '@/lib/once-per-thread'

/*
 * Whoever serves a SQLite file shares a lock beside it; whoever replaces, fills or moves the file holds that lock alone. It is the system's
 * own, and ends with its process, however that ends. The lock's file stays: removing it would make two locks of one.
 */

/** A restore takes no longer, as a rule, and a start waits for it. */
const waitMs = 30_000

/** Lets go of it. */
export type Release = () => void

/** Shares the lock of the database that the settings name, for as long as this thread lives. PostgreSQL has none. */
export const serveDatabase = oncePerThread('serving-lock', (): Database.Database | 'none' => {
  const { databaseUrl } = env()
  if (providerOf(databaseUrl) !== 'sqlite') return 'none'
  const lock = takeLock(sqlitePath(databaseUrl), 'BEGIN; SELECT 1 FROM sqlite_schema', waitMs)
  if (lock) return lock
  throw new SettingsError(`the database ${databaseUrl} is being restored or moved: wait until that is done`)
})

/** Keeps every server away from a SQLite file. @returns null where one serves it, or somebody else keeps them away */
export function keepServersAway(path: string): Release | null {
  const lock = takeLock(path, 'BEGIN EXCLUSIVE', 0)
  return lock && (() => lock.close())
}

function takeLock(path: string, statement: string, timeout: number): Database.Database | null {
  const lock = new Database(`${path}.lock`, { timeout })
  try {
    lock.exec(statement)
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
