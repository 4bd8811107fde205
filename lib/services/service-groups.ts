import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { type GroupsChange, groupIdsOf } from '@/lib/people/groups'

/**
 * Sets the groups of a service, in a transaction of an owner, which take turns. A group is created
 * when its name is first used.
 */
export async function setServiceGroups(
  transaction: Prisma.TransactionClient,
  serviceId: string,
  names: readonly string[],
): Promise<GroupsChange> {
  const { ids: wanted, created } = await groupIdsOf(transaction, names)
  const links = await transaction.serviceGroup.findMany({
    where: { serviceId },
    select: { groupId: true },
  })
  const before = links.map(({ groupId }) => groupId)
  const removed = before.filter((id) => !wanted.includes(id))
  const added = wanted.filter((id) => !before.includes(id))
  if (removed.length > 0)
    await transaction.serviceGroup.deleteMany({ where: { serviceId, groupId: { in: removed } } })
  if (added.length > 0)
    await transaction.serviceGroup.createMany({
      data: added.map((groupId) => ({ serviceId, groupId })),
    })
  return { isChanged: removed.length + added.length > 0, created }
}
