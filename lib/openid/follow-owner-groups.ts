import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { isLastOwner } from '@/lib/db/errors'
import { log } from '@/lib/log/log'
import type { ProviderAccount } from '@/lib/openid/provider-account'
import { takeTurn } from '@/lib/people/administer'

/** Gives the user the role that the provider's groups give. The last owner stays one. */
export async function followOwnerGroups(
  visitor: Visitor,
  account: { id: string; email: string },
  { role }: Pick<ProviderAccount, 'role'>,
): Promise<void> {
  if (role === null) return
  const where = { id: account.id, role: { not: role } }
  // Most sign-ins change nothing, and need not take turns.
  if ((await db().user.count({ where })) === 0) return
  try {
    await db().$transaction(async (transaction) => {
      await takeTurn(transaction)
      const { count } = await transaction.user.updateMany({ where, data: { role } })
      if (count > 0) await addActivity(visitor, account, { action: 'role_followed' }, transaction)
    })
  } catch (error) {
    if (!isLastOwner(error)) throw error
    log().warn('The last owner has left the groups of owners, and stays an owner')
  }
}
