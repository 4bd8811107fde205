/*
 * What the rest of the house needs to know of a failed query. Prisma's errors are told by their code, not by their class:
 * the class exists once in the server and once in Next's bundles.
 */

const uniqueViolation = 'P2002'

/** Connection, pool and transaction failures: codes of Prisma's reference that say "try again later". */
const unavailable = /^P1\d{3}$|^P2024$|^P2028$|^P2034$/

/** SQLite: busy, locked, read-only, I/O error, full, cannot open (primary result codes). */
const sqliteUnavailable =
  /SQLITE_(BUSY|LOCKED|READONLY|IOERR|FULL|CANTOPEN)|database is locked|readonly database|disk I\/O|unable to open|database or disk is full/

/** Whether a write lost against a unique index: the expected end of a race. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === uniqueViolation
}

/** Whether the database could not be asked, as opposed to: it was asked something wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return unavailable.test(codeOf(error) ?? '') || sqliteUnavailable.test(error.message)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
