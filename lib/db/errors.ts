/*
 * What the rest of the house needs to know of a failed query. Prisma's errors are told by their code, not by their class:
 * the class exists once in the server and once in Next's bundles.
 */

const uniqueViolation = 'P2002'
const foreignKeyViolation = 'P2003'
const recordMissing = 'P2025'

/** Connection, pool and transaction failures: codes of Prisma's reference that say "try again later". */
const unavailable = /^P1\d{3}$|^P2024$|^P2028$|^P2034$|^P2037$/

/** SQLite: busy, locked, read-only, I/O error, full, cannot open (primary result codes). */
const sqliteUnavailable =
  /SQLITE_(BUSY|LOCKED|READONLY|IOERR|FULL|CANTOPEN)|database is locked|readonly database|disk I\/O|unable to open|database or disk is full/

/**
 * PostgreSQL: connection exceptions, out of resources, shut down or starting up, timed out, read-only (SQLSTATE), and what the system says of
 * a connection.
 */
const postgresUnavailable =
  /^(08\w{3}|53\w{3}|57P0\d|57014|55P03|25006|58\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/

/** What the driver says where there is no code. */
const driverUnavailable =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|not queryable|Client was closed/

/** Whether a write lost against a unique index: the expected end of a race. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === uniqueViolation
}

/** Whether a write named a row that is not there, or not any more. */
export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(error) === foreignKeyViolation
}

/** Whether what was to be changed or removed is not there, or not any more. */
export function isRecordMissing(error: unknown): boolean {
  return codeOf(error) === recordMissing
}

/** Kinds of Prisma's adapters that say the same. */
const adapterUnavailable =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TransactionWriteConflict|TlsConnectionError)$/

/** Whether the database could not be asked, as opposed to: it was asked something wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return chainOf(error).some(({ message, code, originalCode, kind }) =>
    [
      unavailable.test(code),
      postgresUnavailable.test(code),
      postgresUnavailable.test(originalCode),
      adapterUnavailable.test(kind),
      sqliteUnavailable.test(message),
      driverUnavailable.test(message),
    ].includes(true),
  )
}

const maxDepth = 5

/** An error and those that it was made of: Prisma wraps what its adapter says of what the driver had said. */
function chainOf(
  error: unknown,
  depth = 0,
): Record<'message' | 'code' | 'originalCode' | 'kind', string>[] {
  if (typeof error !== 'object' || error === null || depth > maxDepth) return []
  const text = (name: string) => String((error as Record<string, unknown>)[name] ?? '')
  const own = {
    message: text('message'),
    code: text('code'),
    originalCode: text('originalCode'),
    kind: text('kind'),
  }
  const { cause, meta } = error as { cause?: unknown; meta?: { driverAdapterError?: unknown } }
  return [own, ...chainOf(cause, depth + 1), ...chainOf(meta?.driverAdapterError, depth + 1)]
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}
