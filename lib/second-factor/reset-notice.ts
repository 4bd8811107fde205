import { db } from '@/lib/db/client'

/*
 * A user whose second factor an owner has reset is told at the next sign-in, until they have read
 * it. The reset itself: lib/people/reset-second-factor.ts.
 */

/** Whether the user has yet to be told of a reset. */
export async function isResetUntold(id: string): Promise<boolean> {
  const where = { id, secondFactorResetAt: { not: null } }
  return (await db().user.count({ where })) === 1
}

/** Notes that the user was told. */
export async function noteResetTold(id: string): Promise<void> {
  await db().user.updateMany({ where: { id }, data: { secondFactorResetAt: null } })
}
