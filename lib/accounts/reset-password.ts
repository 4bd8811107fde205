import { getAccount } from '@/lib/accounts/account-list'
import { endPasswordTokens } from '@/lib/accounts/end-password-tokens'
import { hashPassword } from '@/lib/accounts/password'
import { passwordFault } from '@/lib/accounts/password-fault'
import type { Operator } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { resetSignInLimits } from '@/lib/limits/sign-in-reset'
import { endSessionsIn } from '@/lib/sessions/end-session'
import { revoking } from '@/verifier/revocations'

export type PasswordResetResult =
  | { outcome: 'reset'; ended: number }
  | { outcome: 'account_missing' }
  /** A machine, or somebody who has not joined yet, has no password. */
  | { outcome: 'without_password' }
  | { outcome: 'password_refused'; fault: string }

/**
 * Sets a new password, ends all sessions of the account in the same transaction, and resets its
 * sign-in limits. The API token stays valid.
 * @param email of the account, in its one spelling
 * @returns the number of ended sessions, or why nothing was changed
 */
export async function resetPassword(
  operator: Operator,
  email: string,
  password: string,
): Promise<PasswordResetResult> {
  const account = await getAccount(email)
  if (!account) return { outcome: 'account_missing' }
  if (account.kind === 'machine' || account.invitedAt) return { outcome: 'without_password' }
  const fault = await passwordFault(password, email)
  if (fault !== null) return { outcome: 'password_refused', fault }
  const ended = await revoking(store(operator, account, await hashPassword(password)))
  if (ended === null) return { outcome: 'account_missing' }
  await resetSignInLimits(email)
  return { outcome: 'reset', ended }
}

/** @returns a transaction that returns null when the account was deleted meanwhile */
const store =
  (operator: Operator, account: { id: string; email: string }, passwordHash: string) => () =>
    db().$transaction(async (transaction) => {
      const { count } = await transaction.user.updateMany({
        where: { id: account.id },
        data: { passwordHash },
      })
      if (count === 0) return null
      await endPasswordTokens(account.id, transaction)
      return endSessionsIn(transaction, {
        actor: operator,
        account,
        which: {},
        eventOf: (ended) => ({ action: 'password_reset', detail: { ended } }),
      })
    })
