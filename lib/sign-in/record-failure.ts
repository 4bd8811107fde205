import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { scrub } from '@/lib/log/redact'
import type { ActivityDetail } from '@/shared/audit-event'

/**
 * Records a failed sign-in in the audit log, with the same two statements whether or not the
 * account exists.
 */
export async function recordFailure(
  visitor: Visitor,
  email: string,
  reason: NonNullable<ActivityDetail['reason']>,
): Promise<void> {
  const user = await db().user.findUnique({ where: { email }, select: { id: true } })
  const account = user ? { id: user.id, email } : { id: null, email: scrub(email) }
  await addActivity(visitor, account, { action: 'sign_in_failed', detail: { reason } })
}
