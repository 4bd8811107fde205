import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { secretSource } from '@/lib/config/master-key-source'
import { env, SettingsError } from '@/lib/config/settings'
import { providerOf } from '@/lib/db/provider'
import { sqlitePath } from '@/lib/db/sqlite/path'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * Whoever serves a SQLite file shares a lock beside it; whoever replaces, fills or moves the file holds that lock alone. It is the system's
 * own, and ends with its process, however that ends. The lock's file stays: removing it would make two locks of one.
 */

/** A restore takes no longer, as a rule, and a start waits for it. */
const waitMs = 30_000

/** Lets go of it. */
export type Release = () => void

/**
 * Shares the lock of the database that the settings name, for as long as this thread lives; and one for all that have their secrets from the same
 * place. PostgreSQL has none.
 */
export const serveDatabase = oncePerProcess('serving-lock', (): Database.Database[] => {
  const { databaseUrl } = env()
  if (providerOf(databaseUrl) !== 'sqlite') return []
  const path = sqlitePath(databaseUrl)
  return [lockOf(path), lockOfSource(path, secretSource())].map((file) => {
    const lock = takeLock(file, 'BEGIN; SELECT 1 FROM sqlite_schema', waitMs)
    if (lock) return lock
    throw new SettingsError(
      `the database ${databaseUrl} is being restored or moved: wait until that is done`,
    )
  })
})

const lockOf = (path: string) => `${realPath(path)}.lock`

/** One file has one lock, whichever link it is reached by. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path))
}
const lockOfSource = (path: string, source: string) => `${lockOf(path)}-${source}`

/** Whether somebody serves a SQLite file whose secrets are from elsewhere than ours. */
export function isServedFromElsewhere(path: string): boolean {
  const own = lockOfSource(path, secretSource())
  const folder = dirname(own)
  const names = readdirSync(folder).map((name) => join(folder, name))
  const others = names.filter(
    (name) => name.startsWith(lockOfSource(path, '')) && name !== own && !isJournal.test(name),
  )
  return others.some((file) => {
    const lock = takeLock(file, 'BEGIN EXCLUSIVE', 0)
    lock?.close()
    return lock === null
  })
}

const isJournal = /-(journal|wal|shm)$/

/** Keeps every server away from a SQLite file. @returns null where one serves it, or somebody else keeps them away */
export function keepServersAway(path: string): Release | null {
  const lock = takeLock(lockOf(path), 'BEGIN EXCLUSIVE', 0)
  return lock && (() => lock.close())
}

/** Does something that nobody else does to the same file at once; servers go on. @returns null where somebody is at it */
export function holdAlone(path: string, purpose: string): Release | null {
  const lock = takeLock(`${realPath(path)}.${purpose}-lock`, 'BEGIN EXCLUSIVE', 0)
  return lock && (() => lock.close())
}

function takeLock(file: string, statement: string, timeout: number): Database.Database | null {
  const lock = new Database(file, { timeout })
  try {
    lock.exec(statement)
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
