import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { inChunks } from '@/lib/db/in-chunks'
import type { GroupRow } from '@/shared/group-row'

/* Groups as the owners see them. */

const columns = {
  id: true,
  name: true,
  members: { select: { userId: true, source: true } },
} as const satisfies Prisma.GroupSelect

type Found = Prisma.GroupGetPayload<{ select: typeof columns }>

/**
 * Lists groups in the order of their names.
 * @param page without one, all; only the members of its groups are read
 * @returns also how many groups there are
 */
export async function listGroups(
  page: { limit: number; offset: number } = { limit: Number.MAX_SAFE_INTEGER, offset: 0 },
): Promise<{ groups: GroupRow[]; total: number }> {
  const all = await db().group.findMany({ select: { id: true, name: true } })
  const shown = all.sort(byName).slice(page.offset, page.offset + page.limit)
  const groups: GroupRow[] = []
  for (const ids of inChunks(shown.map(({ id }) => id))) {
    const found = await db().group.findMany({ where: { id: { in: ids } }, select: columns })
    groups.push(...found.map(toRow))
  }
  return { groups: groups.sort(byName), total: all.length }
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

/** Returns a group that exists, within the transaction that has created or changed it. */
export async function requireGroup(
  transaction: Prisma.TransactionClient,
  id: string,
): Promise<GroupRow> {
  return toRow(await transaction.group.findUniqueOrThrow({ where: { id }, select: columns }))
}

function toRow({ id, name, members }: Found): GroupRow {
  const isProvided = members.length > 0 && members.every(({ source }) => source === 'provider')
  return {
    id,
    name,
    source: isProvided ? 'oidc' : 'local',
    members: [...new Set(members.map(({ userId }) => userId))].sort(),
  }
}
