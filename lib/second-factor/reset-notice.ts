import { db } from '@/lib/db/client'

/*
 * Pages show a notice to a user whose second factor an owner has reset, until the user has read it.
 * The reset itself: lib/people/reset-second-factor.ts.
 */

/** Whether the user has not read the notice of a reset yet. */
export async function isResetUnread(id: string): Promise<boolean> {
  const where = { id, secondFactorResetAt: { not: null } }
  return (await db().user.count({ where })) === 1
}

/** Notes that the user has read it. */
export async function markResetRead(id: string): Promise<void> {
  await db().user.updateMany({ where: { id }, data: { secondFactorResetAt: null } })
}
