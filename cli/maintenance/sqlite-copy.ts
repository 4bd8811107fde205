import { rmSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import type { Progress } from '@/cli/maintenance/progress'
import { Refusal } from '@/cli/maintenance/refusal'
import { sqliteCount, sqliteFingerprints, sqliteTables } from '@/cli/maintenance/sqlite-tables'
import { printable } from '@/cli/maintenance/words'

/** Steps of a copy: between two of them the bar moves. */
const steps = 100

/** What SQLite keeps beside a database, under its name and one of these. */
export const companions = ['-wal', '-shm', '-journal']

/** An installation in a SQLite file, at one moment. */
export interface Installation {
  /** Of its secrets: two, where it was made while the secret was rotated. */
  fingerprints: string[]
  /** How many rows each table has. */
  rows: Map<string, number>
}

/**
 * Copies a database to a file that is not there yet, also while others write to it: SQLite's online backup, in one read transaction, so
 * that it is of one moment, and no write makes it begin again. The copy is one file, without a journal.
 * @returns what is in it
 * @throws Refusal where the database holds no installation, or is damaged
 */
export async function copyDatabase(
  from: string,
  to: string,
  progress: Progress,
): Promise<Installation> {
  const source = new Database(from, { readonly: true, fileMustExist: true })
  try {
    source.exec('BEGIN')
    const installation = describeInstallation(source, from)
    await source.backup(to, {
      progress({ totalPages, remainingPages }) {
        progress.show('Copying', totalPages - remainingPages, totalPages)
        return Math.max(1, Math.ceil(totalPages / steps))
      },
    })
    progress.show('Copying', 1, 1)
    checkCopy(to, installation)
    return installation
  } finally {
    source.close()
  }
}

function describeInstallation(database: Database.Database, name: string): Installation {
  const fingerprints = sqliteFingerprints(database)
  if (fingerprints.length === 0) throw new Refusal(`there is no installation in ${name}`)
  const rows = sqliteTables(database).map(
    (table) => [table.name, sqliteCount(database, table.name)] as const,
  )
  return { fingerprints, rows: new Map(rows) }
}

/** @throws where the copy is not whole, or not the same */
function checkCopy(path: string, { fingerprints, rows }: Installation): void {
  const copy = new Database(path)
  try {
    copy.pragma('journal_mode = DELETE')
    requireWhole(copy, path)
    const found = describeInstallation(copy, path)
    const isSame = [...rows].every(([table, count]) => found.rows.get(table) === count)
    if (!isSame || !isDeepStrictEqual(found.fingerprints, fingerprints))
      throw new Error('The copy is not the same')
  } finally {
    copy.close()
  }
}

function requireWhole(database: Database.Database, name: string): void {
  const [verdict] = database.pragma('integrity_check') as { integrity_check: string }[]
  if (verdict?.integrity_check === 'ok') return
  throw new Refusal(`${name} is damaged: ${printable(`${verdict?.integrity_check}`)}`)
}

export function removeDatabase(path: string): void {
  for (const part of ['', ...companions]) rmSync(path + part, { force: true })
}
