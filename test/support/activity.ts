import type { ActivityRow } from '@/lib/activity/activity-row'
import type { Call } from '@/test/support/client'

type Headers = Record<string, string>

/** One's own rows, the newest first. */
export async function activityOf(call: Call, headers: Headers): Promise<ActivityRow[]> {
  return (await call('GET', '/api/v1/activity?limit=1000', { headers })).body.list
}

/** What there is since something that was read before. */
export async function newActivityOf(
  call: Call,
  headers: Headers,
  before: ActivityRow[],
): Promise<ActivityRow[]> {
  const known = new Set(before.map(({ id }) => id))
  return (await activityOf(call, headers)).filter(({ id }) => !known.has(id))
}

/** A row as somebody could write it by hand, so many days ago. */
export function rowOfOld(id: string, userId: string, days: number) {
  const at = new Date(Date.now() - days * 86_400_000).toISOString().replace('Z', '+00:00')
  const sql = `INSERT INTO "Activity"
("id", "at", "userId", "email", "action", "credential", "address", "userAgent", "detail")
VALUES (?, ?, ?, 'old@example.com', 'signed_in', 'password', '', '', '{}')`
  return [sql, { parameters: [id, at, userId] }] as const
}
