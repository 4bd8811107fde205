import type { SignedInActor } from '@/lib/audit/actor'
import { addActivities, type LoggedAccount } from '@/lib/audit/record'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { inChunks } from '@/lib/db/in-chunks'
import type { GroupSource } from '@/lib/people/groups'

/**
 * Leaves these users in a group, as far as owners decide. Users that the provider alone has added
 * stay, and go on following the provider. The transactions of owners take turns.
 * @returns whether the members differ from before, or the places of ids that no user has
 */
export async function setOwnerMembers(
  transaction: Prisma.TransactionClient,
  actor: SignedInActor,
  groupId: string,
  userIds: readonly string[],
): Promise<{ isChanged: boolean } | { unknown: number[] }> {
  const users = await findUsers(transaction, userIds)
  const known = new Set(users.map(({ id }) => id))
  const unknown = userIds.flatMap((id, i) => (known.has(id) ? [] : [i]))
  if (unknown.length > 0) return { unknown }
  const memberships = await transaction.groupMember.findMany({
    where: { groupId },
    select: { userId: true, source: true },
  })
  const idsBy = (wanted: GroupSource) =>
    memberships.flatMap(({ userId, source }) => (source === wanted ? [userId] : []))
  const [given, members] = [idsBy('owner'), new Set(memberships.map(({ userId }) => userId))]
  const removed = given.filter((id) => !known.has(id))
  const added = userIds.filter((userId) => !members.has(userId))
  for (const ids of inChunks(removed))
    await transaction.groupMember.deleteMany({
      where: { groupId, source: 'owner', userId: { in: ids } },
    })
  await transaction.groupMember.createMany({
    data: added.map((userId) => ({ userId, groupId, source: 'owner' })),
  })
  const changed = [
    ...(await findUsers(transaction, removed)),
    ...users.filter(({ id }) => !members.has(id)),
  ]
  await noteRegrouped(transaction, actor, changed)
  return { isChanged: changed.length > 0 }
}

/**
 * Returns the members of a group, those that owners have added and those that the provider has
 * added.
 */
export const membersOf = (
  transaction: Prisma.TransactionClient,
  groupId: string,
): Promise<User[]> =>
  transaction.user.findMany({ where: { groups: { some: { groupId } } }, select: columns })

/** Writes into the log of each user that their groups were changed. */
export const noteRegrouped = (
  transaction: Prisma.TransactionClient,
  actor: SignedInActor,
  users: readonly User[],
) =>
  addActivities(
    actor,
    users,
    { action: 'user_changed', detail: { settings: ['groups'] } },
    transaction,
  )

const columns = { id: true, email: true } as const

type User = LoggedAccount & { id: string }

async function findUsers(
  transaction: Prisma.TransactionClient,
  ids: readonly string[],
): Promise<User[]> {
  const found: User[] = []
  for (const chunk of inChunks(ids))
    found.push(
      ...(await transaction.user.findMany({ where: { id: { in: chunk } }, select: columns })),
    )
  return found
}
