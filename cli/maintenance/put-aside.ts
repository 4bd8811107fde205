import { constants, copyFileSync, existsSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import { sync } from '@/cli/maintenance/draft'
import { companions } from '@/cli/maintenance/sqlite-copy'

/**
 * Copies what is there to another name. The database itself keeps its own until it is replaced:
 * there is no moment without one. Its journal must not stay, as SQLite would take it for the new
 * one's.
 * @returns that name, or null where there was nothing
 */
export function putAside(path: string): string | null {
  const aside = `${path}.replaced-${new Date().toISOString().replace(/\W/g, '')}`
  const isThere = existsSync(path)
  if (isThere) {
    copyFileSync(path, aside, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    sync(aside)
  }
  for (const part of companions) if (existsSync(path + part)) renameSync(path + part, aside + part)
  return isThere ? aside : null
}

/**
 * Brings what its journal holds into the database. One that is damaged is not opened, and keeps its
 * journal: both are put aside byte by byte as they are.
 */
export function tidy(path: string): void {
  const database = new Database(path)
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.pragma('journal_mode = DELETE')
  } catch {
    // It is put aside as it is.
  } finally {
    database.close()
  }
}
