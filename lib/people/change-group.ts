import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { type GroupResult, MembersUnknown, storingGroup } from '@/lib/people/add-group'
import { administer } from '@/lib/people/administer'
import { requireGroup } from '@/lib/people/group'
import { setOwnerMembers } from '@/lib/people/group-members'
import { groupKey } from '@/lib/people/group-schema'

export interface GroupChange {
  /** The members stay. At the provider, the group keeps its previous name. */
  name?: string | undefined
  /** The ids of the users that owners put into it. */
  members?: string[] | undefined
}

/** Changes a group. When it returns, no instance answers by the previous members or name. */
export const changeGroup = (
  actor: SignedInActor,
  id: string,
  change: GroupChange,
): Promise<GroupResult> =>
  storingGroup(() => administer(actor, (transaction) => store(transaction, actor, id, change)))

async function store(
  transaction: Prisma.TransactionClient,
  actor: SignedInActor,
  id: string,
  { name, members }: GroupChange,
): Promise<GroupResult> {
  const group = await transaction.group.findUnique({ where: { id }, select: { name: true } })
  if (!group) return { outcome: 'not_found' }
  const isRenamed = name !== undefined && name !== group.name
  if (isRenamed)
    await transaction.group.update({
      where: { id },
      data: { name, key: groupKey(name) },
      select: { id: true },
    })
  const result = members && (await setOwnerMembers(transaction, actor, id, members))
  if (result && 'unknown' in result) throw new MembersUnknown(result.unknown)
  const settings = [
    ...(isRenamed ? (['name'] as const) : []),
    ...(result?.isChanged ? (['members'] as const) : []),
  ]
  const row = await requireGroup(transaction, id)
  if (settings.length > 0) {
    const before = isRenamed ? { name_before: group.name } : {}
    const detail = { group_name: row.name, ...before, settings }
    const event = { action: 'group_changed', detail } as const
    await addActivity(actor, actor.principal.subject, event, transaction)
  }
  return { outcome: 'stored', group: row }
}
