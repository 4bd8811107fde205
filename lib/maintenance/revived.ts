import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'

/** By their ids: a rotation of the secret changes digests. */
const tokens = 'SELECT count(*) FROM ApiToken WHERE id NOT IN (SELECT id FROM replaced.ApiToken)'
const sessions = `
SELECT count(*) FROM Session
WHERE id NOT IN (SELECT id FROM replaced.Session) AND julianday(expiresAt) > julianday('now')`

/** How much of a backup works again that the database no longer had; null where that cannot be read. */
export function revivedBy(backup: string, replaced: string): { tokens: number; sessions: number } | null {
  if (!existsSync(replaced)) return null
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
