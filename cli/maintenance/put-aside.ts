import { constants, copyFileSync, existsSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'
import { sync } from '@/cli/maintenance/draft'
import { companions } from '@/cli/maintenance/sqlite-copy'

/**
 * Copies an existing database to another name. The database keeps its own name until it is
 * replaced, so one exists at every moment. Its journal is moved, because SQLite would take it for
 * the journal of the new database.
 * @returns the name of the copy, or null where there was no database
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
 * Checkpoints the journal into the database. A damaged database is left as it is and keeps its
 * journal; both are then put aside byte by byte.
 */
export function tidy(path: string): void {
  const database = new Database(path)
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.pragma('journal_mode = DELETE')
  } catch {
    // The database is put aside as it is.
  } finally {
    database.close()
  }
}
