import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { secretSource } from '@/lib/config/master-key-source'
import { env } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'
import { providerOf, sqlitePath } from '@/lib/db/database-url'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * A server of a SQLite file holds a shared lock on a file beside it; a command that replaces, fills
 * or moves the database file holds that lock exclusively. The operating system releases the lock
 * when the process ends, however it ends. The lock file is not removed, since two processes could
 * then lock different files.
 */

/** A start waits for a restore, which normally takes no longer than this. */
const waitMs = 30_000

/** Releases the lock. */
export type Release = () => void

/**
 * Takes a shared lock on the configured database for the life of this thread, and one on a file for
 * all processes with the same source of master keys. PostgreSQL has no such files.
 * @throws SettingsError when a command holds the lock for longer than `waitMs`
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

/** One file has one lock, whichever link leads to it. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path))
}
const lockOfSource = (path: string, source: string) => `${lockOf(path)}-${source}`

/** Whether a process serves the SQLite file with master keys from another source than ours. */
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

/**
 * Keeps all servers away from a SQLite file.
 * @returns null when a server or another command holds the lock
 */
export function keepServersAway(path: string): Release | null {
  const lock = takeLock(lockOf(path), 'BEGIN EXCLUSIVE', 0)
  return lock && (() => lock.close())
}

/**
 * Takes an exclusive lock for one purpose on a file; servers continue to run.
 * @returns null when another process holds it
 */
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
