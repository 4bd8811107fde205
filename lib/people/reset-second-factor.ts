import type { Administrator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { administer } from '@/lib/people/administer'

/**
 * Removes the authenticator app, the recovery codes and the passkeys of a user who has lost them.
 * The user is told at the next sign-in.
 * @returns whether there is such a user
 */
export const resetSecondFactor = (actor: Administrator, id: string): Promise<boolean> =>
  administer(actor, async (transaction) => {
    const select = { id: true, email: true } as const
    const user = await transaction.user.findUnique({ where: { id }, select })
    if (!user) return false
    const where = { userId: id }
    await transaction.authenticatorApp.deleteMany({ where })
    await transaction.recoveryCode.deleteMany({ where })
    await transaction.passkey.deleteMany({ where })
    const data = { secondFactorResetAt: new Date() }
    await transaction.user.update({ where: { id }, data, select })
    await addActivity(actor, user, { action: 'second_factor_reset' }, transaction)
    return true
  })
