import { env } from '@/lib/config/settings'
import { providerOf, sqlitePath } from '@/lib/db/database-url'
import type { MaybePromise } from '@/lib/maybe-promise'
import { PostgresAuditLog } from '@/server/revocation-stream/audit-log-postgres'
import { SqliteAuditLog } from '@/server/revocation-stream/audit-log-sqlite'
import type { Position } from '@/server/revocation-stream/position'
import type { LogRow } from '@/server/revocation-stream/revocation-event'

/**
 * The audit log of the database, whichever instance wrote it. Its rows are numbered in the order of
 * their commits. Reads throw, or reject, if the database cannot be queried.
 */
export interface AuditLog {
  /** The position of the newest row. */
  newest(): MaybePromise<Position>
  /**
   * Returns the rows with this number and above, at most `limit`, in their order. From one
   * snapshot: the first one tells whether the position is still that of the same row.
   */
  from(sequence: number, limit: number): MaybePromise<LogRow[]>
  /**
   * Calls `changed` soon after a revocation was committed, by any instance. It may miss one.
   * @returns a function that ends this
   */
  watch(changed: () => void): () => void
}

/** Returns the audit log of this process's database. */
export function openAuditLog(): AuditLog {
  const { databaseUrl } = env()
  return providerOf(databaseUrl) === 'sqlite'
    ? new SqliteAuditLog(sqlitePath(databaseUrl))
    : new PostgresAuditLog(databaseUrl)
}
