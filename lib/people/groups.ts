import { randomUUID } from 'node:crypto'
import type { Prisma } from '@/lib/db/generated/sqlite/client'

/** Who has put a user into a group. */
export type GroupSource = 'owner' | 'provider'

/** What `namesOf` reads of the memberships of a user. */
export const groupNames = { select: { group: { select: { name: true } } } } as const

/** Returns the names of a user's groups, each once, in their order. */
export const namesOf = (memberships: { group: { name: string } }[]): string[] =>
  [...new Set(memberships.map(({ group }) => group.name))].sort()

/**
 * Puts a user into the groups with these names, and out of all others that the same source has put
 * them into. A group is created when its name is first used. The transaction has written the user's
 * row, or is one of an owner, which take turns: nobody else puts the user into groups meanwhile.
 */
export async function setGroups(
  transaction: Prisma.TransactionClient,
  userId: string,
  names: readonly string[],
  source: GroupSource,
): Promise<void> {
  const groupIds = await idsOf(transaction, [...new Set(names)])
  const memberships = await transaction.groupMember.findMany({
    where: { userId, source },
    select: { groupId: true },
  })
  const before = new Set(memberships.map(({ groupId }) => groupId))
  if (memberships.some(({ groupId }) => !groupIds.includes(groupId)))
    await transaction.groupMember.deleteMany({
      where: { userId, source, groupId: { notIn: groupIds } },
    })
  const added = groupIds.filter((id) => !before.has(id))
  if (added.length > 0)
    await transaction.groupMember.createMany({
      data: added.map((groupId) => ({ userId, groupId, source })),
    })
}

/**
 * Leaves a user in the groups with these names, as far as owners decide: what the provider alone gives
 * is no owner's gift because an owner has left it in the list, and goes on following the provider.
 */
export async function setOwnerGroups(
  transaction: Prisma.TransactionClient,
  userId: string,
  names: readonly string[],
): Promise<void> {
  const select = { source: true, group: { select: { name: true } } } as const
  const memberships = await transaction.groupMember.findMany({ where: { userId }, select })
  const namesBy = (wanted: GroupSource) =>
    namesOf(memberships.filter(({ source }) => source === wanted))
  const [given, provided] = [namesBy('owner'), namesBy('provider')]
  const own = names.filter((name) => given.includes(name) || !provided.includes(name))
  await setGroups(transaction, userId, own, 'owner')
}

/** Somebody may be in hundreds of groups: those that exist are found by one query. */
async function idsOf(transaction: Prisma.TransactionClient, names: string[]): Promise<string[]> {
  const existing = await transaction.group.findMany({
    where: { name: { in: names } },
    select: { id: true, name: true },
  })
  const idByName = new Map(existing.map(({ id, name }) => [name, id]))
  // In one order, so that two transactions that create the same groups never wait for each other.
  for (const name of names.filter((each) => !idByName.has(each)).sort())
    idByName.set(name, await create(transaction, name))
  return [...idByName.values()]
}

async function create(transaction: Prisma.TransactionClient, name: string): Promise<string> {
  const { id } = await transaction.group.upsert({
    where: { name },
    create: { id: randomUUID(), name },
    update: { name },
    select: { id: true },
  })
  return id
}
