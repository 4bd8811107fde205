import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Access, ServiceRow } from '@/shared/service-row'

/** The columns of a service that its row shows. */
export const serviceColumns = {
  name: true,
  title: true,
  url: true,
  access: true,
  useCount: true,
  lastUsedAt: true,
  groups: { select: { group: { select: { name: true } } } },
} as const satisfies Prisma.ServiceSelect

type Found = Prisma.ServiceGetPayload<{ select: typeof serviceColumns }>

/** A service as an owner sees it. */
export const toRow = (service: Found): ServiceRow => ({
  name: service.name,
  title: service.title || service.name,
  url: service.url,
  access: service.access as Access,
  groups: service.groups.map(({ group }) => group.name).sort(),
  use_count: Number(service.useCount),
  last_used_at: service.lastUsedAt?.toISOString() ?? null,
})

/** Returns a service that exists, within the transaction that has created or changed it. */
export async function requireService(
  transaction: Prisma.TransactionClient,
  id: string,
): Promise<ServiceRow> {
  return toRow(
    await transaction.service.findUniqueOrThrow({ where: { id }, select: serviceColumns }),
  )
}

/** The condition of a service that the groups of a user open to them. */
export const usableBy = (userId: string): Prisma.ServiceWhereInput => ({
  OR: [
    { access: 'everyone' },
    { access: 'groups', groups: { some: { group: { members: { some: { userId } } } } } },
  ],
})
