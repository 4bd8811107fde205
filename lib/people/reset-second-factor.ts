import { OnlySignInMethod, requireSignInMethod } from '@/lib/accounts/sign-in-methods'
import { type Administrator, userIdOf } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { notify } from '@/lib/mail/notify'
import { administer } from '@/lib/people/administer'

/**
 * Removes the authenticator app, the recovery codes and the passkeys of a user who has lost them.
 * The user is notified by mail, and on every page from the next sign-in on.
 * @returns `only_way_in` for an owner who could not sign in any more after removing their own
 */
export async function resetSecondFactor(
  actor: Administrator,
  id: string,
): Promise<'reset' | 'not_found' | 'only_way_in'> {
  try {
    if (!(await removeFactors(actor, id))) return 'not_found'
  } catch (error) {
    if (error instanceof OnlySignInMethod) return 'only_way_in'
    throw error
  }
  notify(actor, { id }, 'second_factor_reset')
  return 'reset'
}

/**
 * @returns whether there is such a user
 * @throws OnlySignInMethod
 */
const removeFactors = (actor: Administrator, id: string): Promise<boolean> =>
  administer(actor, async (transaction) => {
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
    if (id === userIdOf(actor)) await requireSignInMethod(transaction, id)
    const select = { id: true, email: true } as const
    const user = await transaction.user.findUniqueOrThrow({ where: { id }, select })
    await addActivity(actor, user, { action: 'second_factor_reset' }, transaction)
    return true
  })
