import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { GroupRow } from '@/shared/group-row'

/* Groups as the owners see them. */

const columns = {
  id: true,
  name: true,
  members: { select: { userId: true, source: true } },
} as const satisfies Prisma.GroupSelect

type Found = Prisma.GroupGetPayload<{ select: typeof columns }>

/** Lists all groups in the order of their names. */
export async function listGroups(): Promise<GroupRow[]> {
  const groups = await db().group.findMany({ select: columns })
  return groups.map(toRow).sort((a, b) => (a.name < b.name ? -1 : 1))
}

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
