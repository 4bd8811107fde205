import { rmSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import type { Progress } from '@/cli/maintenance/progress'
import { Refusal } from '@/cli/maintenance/refusal'
import { sqliteCount, sqliteFingerprints, sqliteTables } from '@/cli/maintenance/sqlite-tables'
import { printable } from '@/cli/maintenance/words'

/** The number of steps of a copy. Progress is shown after each. */
const steps = 100

/** Suffixes of the files that SQLite keeps beside a database. */
export const companions = ['-wal', '-shm', '-journal']

/** A snapshot of an installation in a SQLite file. */
export interface Installation {
  /** The fingerprints of its master keys: two if it was made during a rotation. */
  fingerprints: string[]
  /** The number of rows, by table. */
  rows: Map<string, number>
}

/**
 * Copies a database to a new file, also while others write to it. SQLite's online backup runs in
 * one read transaction, so the copy is a snapshot and no write restarts it. The copy is one file,
 * without a journal.
 * @returns what the copy contains
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

/** @throws where the copy is damaged or differs from the original */
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
