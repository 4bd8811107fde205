import { randomUUID } from 'node:crypto'
import type { Administrator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { groupKey } from '@/lib/people/group-schema'

/** The source of a membership: the party that has put the user into the group. */
export type GroupSource = 'owner' | 'provider'

export interface GroupsChange {
  isChanged: boolean
  /** The names of groups that were created, because they were used for the first time. */
  created: string[]
}

/** The columns of a user's memberships that `namesOf` reads. */
export const groupNames = { select: { group: { select: { name: true } } } } as const

/** Returns the names of a user's groups, each once, in their order. */
export const namesOf = (memberships: { group: { name: string } }[]): string[] =>
  [...new Set(memberships.map(({ group }) => group.name))].sort()

/**
 * Puts a user into the groups with these names, and out of all others that the same source has put
 * them into. A group is created when its name is first used. The transaction has written the user's
 * row, or is one of an owner, which take turns: nobody else puts the user into groups meanwhile.
 * The caller commits within `revoking`: verification answers a user's groups.
 */
export async function setGroups(
  transaction: Prisma.TransactionClient,
  userId: string,
  names: readonly string[],
  source: GroupSource,
): Promise<GroupsChange> {
  const { ids: groupIds, created } = await groupIdsOf(transaction, names)
  const memberships = await transaction.groupMember.findMany({
    where: { userId, source },
    select: { groupId: true },
  })
  const before = new Set(memberships.map(({ groupId }) => groupId))
  const isLeft = memberships.some(({ groupId }) => !groupIds.includes(groupId))
  if (isLeft)
    await transaction.groupMember.deleteMany({
      where: { userId, source, groupId: { notIn: groupIds } },
    })
  const added = groupIds.filter((id) => !before.has(id))
  if (added.length > 0)
    await transaction.groupMember.createMany({
      data: added.map((groupId) => ({ userId, groupId, source })),
    })
  return { isChanged: isLeft || added.length > 0, created }
}

/** Writes into the log of the owner which groups came into being by a change. */
export async function noteCreated(
  transaction: Prisma.TransactionClient,
  actor: Administrator,
  { created }: GroupsChange,
): Promise<void> {
  if (actor.kind !== 'signed_in') return
  for (const name of created) {
    const event = { action: 'group_created', detail: { group_name: name } } as const
    await addActivity(actor, actor.principal.subject, event, transaction)
  }
}

/**
 * Leaves a user in the groups with these names, as far as owners decide. A group that the provider
 * alone has given stays the provider's, although an owner has left it in the list.
 */
export async function setOwnerGroups(
  transaction: Prisma.TransactionClient,
  userId: string,
  names: readonly string[],
): Promise<GroupsChange> {
  const select = { source: true, group: { select: { name: true } } } as const
  const memberships = await transaction.groupMember.findMany({ where: { userId }, select })
  const keysBy = (wanted: GroupSource) =>
    namesOf(memberships.filter(({ source }) => source === wanted)).map(groupKey)
  const [given, provided] = [keysBy('owner'), keysBy('provider')]
  const isOwn = (key: string) => given.includes(key) || !provided.includes(key)
  const own = names.filter((name) => isOwn(groupKey(name)))
  return setGroups(transaction, userId, own, 'owner')
}

/**
 * Returns the ids of the groups with these names, and creates those that do not exist. Somebody may
 * be in hundreds of groups: those that exist are found by one query.
 * @returns also the names of those that it has created
 */
export async function groupIdsOf(
  transaction: Prisma.TransactionClient,
  names: readonly string[],
): Promise<{ ids: string[]; created: string[] }> {
  // The first spelling of a name counts.
  const nameByKey = new Map(names.toReversed().map((name) => [groupKey(name), name]))
  const existing = await transaction.group.findMany({
    where: { key: { in: [...nameByKey.keys()] } },
    select: { id: true, key: true },
  })
  for (const { key } of existing) nameByKey.delete(key)
  const ids = existing.map(({ id }) => id)
  // In one order, so that two transactions that create the same groups never wait for each other.
  const created = [...nameByKey].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [key, name] of created) ids.push(await create(transaction, key, name))
  return { ids, created: created.map(([, name]) => name) }
}

async function create(
  transaction: Prisma.TransactionClient,
  key: string,
  name: string,
): Promise<string> {
  const { id } = await transaction.group.upsert({
    where: { key },
    create: { id: randomUUID(), key, name },
    update: { key },
    select: { id: true },
  })
  return id
}
