import type { Administrator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { notify } from '@/lib/mail/notify'
import { administer } from '@/lib/people/administer'

/**
 * Removes the authenticator app, the recovery codes and the passkeys of a user who has lost them.
 * The user is told by mail, and at the next sign-in.
 * @returns whether there is such a user
 */
export async function resetSecondFactor(actor: Administrator, id: string): Promise<boolean> {
  const isDone = await administer(actor, async (transaction) => {
    // The user's row first, as in a sign-in.
    const { count } = await transaction.user.updateMany({
      where: { id },
      data: { secondFactorResetAt: new Date() },
    })
    if (count === 0) return false
    const where = { userId: id }
    await transaction.authenticatorApp.deleteMany({ where })
    await transaction.recoveryCode.deleteMany({ where })
    await transaction.passkey.deleteMany({ where })
    const select = { id: true, email: true } as const
    const user = await transaction.user.findUniqueOrThrow({ where: { id }, select })
    await addActivity(actor, user, { action: 'second_factor_reset' }, transaction)
    return true
  })
  if (isDone) notify(actor, { id }, 'second_factor_reset')
  return isDone
}
