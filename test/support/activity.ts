import { randomUUID } from 'node:crypto'
import type { ActivityRow } from '@/shared/audit-row'
import type { Call } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import type { Installation } from '@/test/support/server'

type Headers = Record<string, string>

/** @returns the user's own audit log rows, newest first */
export async function activityOf(call: Call, headers: Headers): Promise<ActivityRow[]> {
  return (await call('GET', '/api/v1/activity?limit=1000', { headers })).body.list
}

/** @returns the user's audit log rows that are not in `before`, newest first */
export async function newActivityOf(
  call: Call,
  headers: Headers,
  before: ActivityRow[],
): Promise<ActivityRow[]> {
  const known = new Set(before.map(({ id }) => id))
  return (await activityOf(call, headers)).filter(({ id }) => !known.has(id))
}

/**
 * For users who cannot read their log themselves.
 * @returns the user's audit log rows: what was done, and who did it
 */
export const actionsOn = (server: Pick<Installation, 'dataDir' | 'databaseUrl'>, userId: string) =>
  askDatabase(server, `SELECT "action", "actorEmail" FROM "Activity" WHERE "userId" = '${userId}'`)

/**
 * Inserts audit log rows directly, dated that many days ago.
 * @returns their ids
 */
export async function addOld(server: Installation, days: number, count = 1): Promise<string[]> {
  const at = new Date(Date.now() - days * 86_400_000).toISOString().replace('Z', '+00:00')
  const ids = Array.from({ length: count }, () => randomUUID())
  const rows = ids.map(() => "(?, ?, 'old@example.com', 'signed_in', 'password', '', '', '{}')")
  const columns = '"id", "at", "email", "action", "credential", "address", "userAgent", "detail"'
  await changeDatabase(server, `INSERT INTO "Activity" (${columns}) VALUES ${rows.join(', ')}`, {
    parameters: ids.flatMap((id) => [id, at]),
  })
  return ids
}
