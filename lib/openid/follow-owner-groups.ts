import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { isLastOwner } from '@/lib/db/errors'
import { log } from '@/lib/log/log'

/**
 * Where the settings name groups of owners, makes the user an owner or a member by them. The last
 * owner stays one.
 * @param groups of the user at the provider
 */
export async function followOwnerGroups(
  visitor: Visitor,
  account: { id: string; email: string },
  groups: readonly string[],
): Promise<void> {
  const ownerGroups = env().oidc?.ownerGroups ?? []
  if (ownerGroups.length === 0) return
  const role = ownerGroups.some((name) => groups.includes(name)) ? 'owner' : 'member'
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
