import { constants, copyFileSync, existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { companions, removeDatabase } from '@/cli/maintenance/sqlite-copy'

/** By their ids: a rotation of the secret changes digests. */
const tokens = 'SELECT count(*) FROM ApiToken WHERE id NOT IN (SELECT id FROM replaced.ApiToken)'
const sessions = `
SELECT count(*) FROM Session
WHERE id NOT IN (SELECT id FROM replaced.Session) AND julianday(expiresAt) > julianday('now')`

export interface Replaced {
  /** Whether nothing is wrong with it, as far as one can see. */
  isWhole: boolean
  /** How much of the backup works again that it no longer had; null where that cannot be read. */
  revived: { tokens: number; sessions: number } | null
}

/**
 * Looks at the database that is about to be replaced. Why it is may be that it is damaged: to open it, if only for reading, would write to it or to its
 * journal. So a copy is opened.
 */
export function lookAtReplaced(backup: string, replaced: string): Replaced {
  const copy = `${backup}.replaced`
  try {
    copyWithJournal(replaced, copy)
    return { isWhole: isWhole(copy), revived: countRevived(backup, copy) }
  } catch {
    return { isWhole: false, revived: null }
  } finally {
    removeDatabase(copy)
  }
}

/** SQLite makes the index of a journal anew. */
function copyWithJournal(from: string, to: string): void {
  for (const part of ['', ...companions.filter((part) => part !== '-shm')])
    if (existsSync(from + part)) copyFileSync(from + part, to + part, constants.COPYFILE_FICLONE)
}

function isWhole(path: string): boolean {
  const database = new Database(path, { fileMustExist: true })
  try {
    const verdict = database.pragma('quick_check') as { quick_check: string }[]
    return verdict[0]?.quick_check === 'ok'
  } finally {
    database.close()
  }
}

function countRevived(backup: string, replaced: string): Replaced['revived'] {
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
