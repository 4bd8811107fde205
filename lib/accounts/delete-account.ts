import { getAccount } from '@/lib/accounts/account-list'
import type { Operator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { revoking, settleRevocations } from '@/verifier/revocations'

/**
 * Deletes an account with its API token and its sessions, which every instance refuses when it
 * returns. If it owned the installation, nobody does then.
 * @param email of the account, in its one spelling
 * @returns whether there was such an account
 */
export async function deleteAccount(operator: Operator, email: string): Promise<boolean> {
  const account = await getAccount(email)
  if (!account) {
    await settleRevocations()
    return false
  }
  return revoking(() =>
    db().$transaction(async (transaction) => {
      const { count } = await transaction.user.deleteMany({ where: { id: account.id } })
      if (count === 0) return false
      await addActivity(operator, account, { action: 'account_deleted' }, transaction)
      return true
    }),
  )
}
