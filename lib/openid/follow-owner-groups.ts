import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { isLastOwner } from '@/lib/db/errors'
import { log } from '@/lib/log/log'
import type { ProviderAccount } from '@/lib/openid/provider-account'

/** Gives the user the role that the provider's groups give. The last owner stays one. */
export async function followOwnerGroups(
  visitor: Visitor,
  account: { id: string; email: string },
  { role }: Pick<ProviderAccount, 'role'>,
): Promise<void> {
  if (role === null) return
  try {
    await db().$transaction(async (transaction) => {
      const where = { id: account.id, role: { not: role } }
      const { count } = await transaction.user.updateMany({ where, data: { role } })
      if (count > 0) await addActivity(visitor, account, { action: 'role_followed' }, transaction)
    })
  } catch (error) {
    if (!isLastOwner(error)) throw error
    log().warn('The last owner has left the groups of owners, and stays an owner')
  }
}
