import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { administer } from '@/lib/people/administer'
import { membersOf, noteRegrouped } from '@/lib/people/group-members'
import { revoking } from '@/verifier/revocations'

/**
 * Deletes a group. When it returns, no instance answers by it any more: a service that asked for
 * the group alone is closed to everybody. The provider's sign-ins create it again, without its
 * services.
 * @returns whether there was one
 */
export const deleteGroup = (actor: SignedInActor, id: string): Promise<boolean> =>
  revoking(() =>
    administer(actor, async (transaction) => {
      const group = await transaction.group.findUnique({ where: { id }, select: { name: true } })
      if (!group) return false
      const members = await membersOf(transaction, id)
      await transaction.group.delete({ where: { id }, select: { id: true } })
      const event = { action: 'group_deleted', detail: { group_name: group.name } } as const
      await addActivity(actor, actor.principal.subject, event, transaction)
      await noteRegrouped(transaction, actor, members)
      return true
    }),
  )
