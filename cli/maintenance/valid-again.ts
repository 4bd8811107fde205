import { constants, copyFileSync, existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { companions, removeDatabase } from '@/cli/maintenance/sqlite-copy'

/** Compares ids, because a rotation of the master key changes digests. */
const tokens = 'SELECT count(*) FROM ApiToken WHERE id NOT IN (SELECT id FROM replaced.ApiToken)'
const sessions = `
SELECT count(*) FROM Session
WHERE id NOT IN (SELECT id FROM replaced.Session) AND julianday(expiresAt) > julianday('now')`

export interface Replaced {
  /** Whether no damage was detected. */
  isUndamaged: boolean
  /**
   * How many tokens and sessions of the backup the replaced database no longer had; null where it
   * cannot be read.
   */
  validAgain: { tokens: number; sessions: number } | null
}

/**
 * Inspects the database that is about to be replaced. It may be damaged, and opening it, even to
 * read, would write to it or to its journal. A copy is opened instead.
 */
export function inspectReplaced(backup: string, replaced: string): Replaced {
  const copy = `${backup}.replaced`
  try {
    copyWithJournal(replaced, copy)
    return { isUndamaged: isUndamaged(copy), validAgain: countValidAgain(backup, copy) }
  } catch {
    return { isUndamaged: false, validAgain: null }
  } finally {
    removeDatabase(copy)
  }
}

/** Omits the index of the journal (-shm), which SQLite rebuilds. */
function copyWithJournal(from: string, to: string): void {
  for (const part of ['', ...companions.filter((part) => part !== '-shm')])
    if (existsSync(from + part)) copyFileSync(from + part, to + part, constants.COPYFILE_FICLONE)
}

function isUndamaged(path: string): boolean {
  const database = new Database(path, { fileMustExist: true })
  try {
    const verdict = database.pragma('quick_check') as { quick_check: string }[]
    return verdict[0]?.quick_check === 'ok'
  } finally {
    database.close()
  }
}

function countValidAgain(backup: string, replaced: string): Replaced['validAgain'] {
  const database = new Database(backup)
  try {
    database.prepare('ATTACH ? AS replaced').run(replaced)
    const count = (sql: string) => database.prepare<[], number>(sql).pluck().get() ?? 0
    return { tokens: count(tokens), sessions: count(sessions) }
  } catch {
    return null
  } finally {
    database.close()
  }
}
