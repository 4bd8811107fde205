/*
 * Classifies errors of failed queries. Prisma's errors are recognised by their code and not by
 * their class, because the class exists twice: in the server and in Next's bundles.
 */

const uniqueViolation = 'P2002'
const foreignKeyViolation = 'P2003'
const recordMissing = 'P2025'

/**
 * Codes of Prisma's reference for connection, pool and transaction failures after which a retry may
 * succeed.
 */
const unavailable = /^P1\d{3}$|^P2024$|^P2028$|^P2034$|^P2037$/

/** SQLite: busy, locked, read-only, I/O error, full, cannot open (primary result codes). */
const sqliteUnavailable =
  /SQLITE_(BUSY|LOCKED|READONLY|IOERR|FULL|CANTOPEN)|database is locked|readonly database|disk I\/O|unable to open|database or disk is full/

/**
 * PostgreSQL: connection exceptions, insufficient resources, shutting down or starting up,
 * timeouts, read-only (SQLSTATE), and error codes of the operating system for a connection.
 */
const postgresUnavailable =
  /^(08\w{3}|53\w{3}|57P0\d|57014|55P03|25006|58\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/

/** Messages of driver errors that have no code. */
const driverUnavailable =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|not queryable|Client was closed/

/** Whether a write violated a unique constraint: the expected outcome of a lost race. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === uniqueViolation
}

/** Whether a write referred to a row that does not exist, or no longer exists. */
export function isForeignKeyViolation(error: unknown): boolean {
  return codeOf(error) === foreignKeyViolation
}

/** Whether the row to be changed or removed does not exist, or no longer exists. */
export function isRecordMissing(error: unknown): boolean {
  return codeOf(error) === recordMissing
}

/** Whether a write would have left the installation without an owner who can sign in. */
export function isLastOwner(error: unknown): boolean {
  return chainOf(error).some(({ message, originalMessage }) =>
    [message, originalMessage].some((text) => text.includes('last_owner')),
  )
}

/** Error kinds of Prisma's adapters with the same meaning. */
const adapterUnavailable =
  /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TransactionWriteConflict|TlsConnectionError)$/

/** Whether the database was unavailable, as opposed to a faulty query. */
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

/**
 * Runs a transaction, and once more where it refers to a row that another one has deleted
 * meanwhile. The second time, it finds the row gone.
 */
export async function whileRowsExist<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    return write()
  }
}

const maxDepth = 5

/** Returns an error and its causes: Prisma wraps the adapter's error, which wraps the driver's. */
function chainOf(
  error: unknown,
  depth = 0,
): Record<'message' | 'code' | 'originalCode' | 'originalMessage' | 'kind', string>[] {
  if (typeof error !== 'object' || error === null || depth > maxDepth) return []
  const text = (name: string) => String((error as Record<string, unknown>)[name] ?? '')
  const own = {
    message: text('message'),
    code: text('code'),
    originalCode: text('originalCode'),
    originalMessage: text('originalMessage'),
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
