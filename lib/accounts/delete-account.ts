import { getAccount } from '@/lib/accounts/account-list'
import type { Operator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { isLastOwner } from '@/lib/db/errors'
import { revoking, settleRevocations } from '@/verifier/revocations'

export type AccountDeletion = 'deleted' | 'not_found' | 'last_owner'

/**
 * Deletes an account with its API token and its sessions, which every instance refuses when it
 * returns. The last owner is not deleted.
 * @param email of the account, in its one spelling
 */
export async function deleteAccount(operator: Operator, email: string): Promise<AccountDeletion> {
  const account = await getAccount(email)
  if (!account) {
    await settleRevocations()
    return 'not_found'
  }
  const remove = () =>
    db().$transaction(async (transaction) => {
      const { count } = await transaction.user.deleteMany({ where: { id: account.id } })
      if (count === 0) return 'not_found'
      await addActivity(operator, account, { action: 'account_deleted' }, transaction)
      return 'deleted'
    })
  try {
    return await revoking(remove)
  } catch (error) {
    if (isLastOwner(error)) return 'last_owner'
    throw error
  }
}
