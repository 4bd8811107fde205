import type pg from 'pg'
import { postgresPool } from '@/lib/db/postgres/pool'
import type { AuditLog } from '@/server/revocation-stream/audit-log'
import { type Position, start } from '@/server/revocation-stream/position'
import type { LogRow } from '@/server/revocation-stream/revocation-event'
import { aborted, keepListening } from '@/verifier/postgres/channel'

/** How long a read waits for the database. */
const timeoutMs = 2_000

const newest = {
  name: 'newest-activity',
  text: `
SELECT "sequence"::float8 AS sequence, "id" FROM "Activity"
WHERE "sequence" IS NOT NULL ORDER BY "Activity"."sequence" DESC LIMIT 1`,
  query_timeout: timeoutMs,
}

const from = {
  name: 'activity-from',
  text: `
SELECT "sequence"::float8 AS sequence, "id", (extract(epoch FROM "at") * 1000)::float8 AS at,
  "userId", "action", "sessionId", "detail"
FROM "Activity" WHERE "sequence" >= $1::int8 ORDER BY "Activity"."sequence" LIMIT $2`,
  query_timeout: timeoutMs,
}

type Row = Omit<LogRow, 'at'> & { at: number }

/** The audit log in PostgreSQL, which announces most revocations at their commit. */
export class PostgresAuditLog implements AuditLog {
  readonly #databaseUrl: string

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl
  }

  async newest(): Promise<Position> {
    return (await postgresPool().query<Position>(newest)).rows[0] ?? start
  }

  async from(sequence: number, limit: number): Promise<LogRow[]> {
    const { rows } = await postgresPool().query<Row>({ ...from, values: [sequence, limit] })
    return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at) }))
  }

  /** A notification of another installation in the same database costs one read. */
  watch(changed: () => void): () => void {
    const stop = new AbortController()
    const listener = {
      channel: 'jeton_revoked',
      notified: changed,
      work: (_client: pg.Client, cut: AbortSignal) => {
        // Rows that were committed before the connection listened.
        changed()
        return aborted(cut)
      },
      lost: () => {},
    }
    const limits = { queryTimeoutMs: timeoutMs, stop: stop.signal }
    void keepListening(this.#databaseUrl, listener, limits)
    return () => stop.abort()
  }
}
