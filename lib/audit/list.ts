import type { SignedInActor } from '@/lib/audit/actor'
import { type Cursor, writeCursor } from '@/lib/audit/cursor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Activity, Prisma } from '@/lib/db/generated/sqlite/client'
import { describeUserAgent } from '@/lib/sessions/user-agent'
import type { Action, ActivityDetail, CredentialKind } from '@/shared/audit-event'
import type { ActivityPage, ActivityRecord, ActivityRow } from '@/shared/audit-row'
import type { SessionPrincipal } from '@/shared/principal'

/**
 * Returns a page of the caller's own rows, newest first.
 * @param after the last row of the previous page; null for the first page
 */
export async function listActivity(
  { subject }: SessionPrincipal,
  { limit, after }: { limit: number; after: Cursor | null },
): Promise<ActivityPage> {
  const found = await db().activity.findMany({
    where: { userId: subject.id, ...(after && olderThan(after)) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { rows: page.map(toOwnRow), next: last && found.length > limit ? writeCursor(last) : null }
}

const batchRows = 500

/**
 * Exports the rows of the installation, including the row of this export.
 * @returns all rows, in batches
 */
export async function exportActivity(actor: SignedInActor) {
  await addActivity(actor, actor.principal.subject, { action: 'activity_exported' })
  return allActivity()
}

/**
 * Yields every row of the installation in batches, oldest first, including rows of removed users
 * and rows of no known user.
 */
async function* allActivity(): AsyncGenerator<ActivityRecord[]> {
  let after: Cursor | null = null
  for (;;) {
    const batch: Activity[] = await db().activity.findMany({
      where: after ? newerThan(after) : {},
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      take: batchRows,
    })
    if (batch.length > 0) yield batch.map(toRecord)
    const last = batch.at(-1)
    if (!last || batch.length < batchRows) return
    after = last
  }
}

/* The time range comes first, so that the database enters the index at the right position. */

const olderThan = ({ at, id }: Cursor): Prisma.ActivityWhereInput => ({
  at: { lte: at },
  OR: [{ at: { lt: at } }, { id: { lt: id } }],
})

const newerThan = ({ at, id }: Cursor): Prisma.ActivityWhereInput => ({
  at: { gte: at },
  OR: [{ at: { gt: at } }, { id: { gt: id } }],
})

/** Of a row that an owner has caused, users see who it was, and not from where. */
function toOwnRow(activity: Activity): ActivityRow {
  const row = toRow(activity)
  if (activity.actorId === null) return row
  return { ...row, session_id: null, address: '', browser: '', system: '' }
}

const toRow = (activity: Activity): ActivityRow => ({
  id: activity.id,
  at: activity.at.toISOString(),
  action: activity.action as Action,
  credential: activity.credential as CredentialKind,
  actor_email: activity.actorEmail,
  session_id: activity.sessionId,
  address: activity.address,
  ...describeUserAgent(activity.userAgent),
  detail: activity.detail as ActivityDetail,
})

const toRecord = (activity: Activity): ActivityRecord => ({
  ...toRow(activity),
  user_id: activity.userId,
  actor_id: activity.actorId,
  email: activity.email,
  user_agent: activity.userAgent,
})
