import type { Administrator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { administer } from '@/lib/people/administer'

/*
 * An owner removes the second factor of a user who has lost it: the authenticator app, the passkeys
 * and the recovery codes. The user is told at the next sign-in, once.
 */

/**
 * @returns whether there is such a user
 * @throws SessionOver
 */
export function resetSecondFactor(actor: Administrator, id: string): Promise<boolean> {
  return administer(actor, async (transaction) => {
    const user = await transaction.user.findUnique({ where: { id, kind: 'person' } })
    if (!user) return false
    const data = { secondFactorResetAt: new Date() }
    await transaction.user.update({ where: { id }, data, select: { id: true } })
    const where = { userId: id }
    await transaction.authenticatorApp.deleteMany({ where })
    await transaction.passkey.deleteMany({ where })
    await transaction.recoveryCode.deleteMany({ where })
    await addActivity(actor, user, { action: 'second_factor_reset' }, transaction)
    return true
  })
}

/** Whether the user has yet to be told of a reset. */
export async function isResetUntold(id: string): Promise<boolean> {
  const where = { id, secondFactorResetAt: { not: null } }
  return (await db().user.count({ where })) === 1
}

/** Notes that the user was told. */
export async function noteResetTold(id: string): Promise<void> {
  await db().user.updateMany({ where: { id }, data: { secondFactorResetAt: null } })
}
