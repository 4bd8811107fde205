import { isOwner } from '@/lib/accounts/installation'
import { getUser } from '@/lib/accounts/users'
import { db } from '@/lib/db/client'
import { serviceColumns, toRow, usableBy } from '@/lib/services/service'
import { listApiTokens } from '@/lib/tokens/api-tokens'
import type { SessionPrincipal, Subject } from '@/shared/principal'
import { type ReachedService, reachOf } from '@/shared/reach'
import type { ServiceRow } from '@/shared/service-row'

/**
 * Lists services in the order of their names: to an owner all of them, with everybody's use; to a
 * member those that the member's groups open, with the use of the member's own token.
 */
export const listServices = async ({ subject }: SessionPrincipal): Promise<ServiceRow[]> =>
  (await isOwner(subject)) ? listAll() : listUsable(subject)

const byName = (a: ServiceRow, b: ServiceRow) => (a.name < b.name ? -1 : 1)

async function listAll(): Promise<ServiceRow[]> {
  const services = await db().service.findMany({ select: serviceColumns })
  return services.map(toRow).sort(byName)
}

async function listUsable({ id: userId }: Subject): Promise<ServiceRow[]> {
  const ownGroups = { where: { group: { members: { some: { userId } } } } }
  const services = await db().service.findMany({
    where: usableBy(userId),
    select: { ...serviceColumns, groups: { ...serviceColumns.groups, ...ownGroups } },
  })
  const usage = await ownUsage(userId)
  return services.map((service) => ({ ...toRow(service), ...usage(service.name) })).sort(byName)
}

/** Sums up the uses of a user's token, by the present names of services. */
async function ownUsage(userId: string) {
  const sums = await db().serviceUse.groupBy({
    by: ['service'],
    where: { token: { userId } },
    _sum: { count: true },
    _max: { lastUsedAt: true },
  })
  const byService = new Map(sums.map((sum) => [sum.service, sum]))
  return (service: string): Pick<ServiceRow, 'use_count' | 'last_used_at'> => {
    const sum = byService.get(service)
    return {
      use_count: Number(sum?._sum.count ?? 0),
      last_used_at: sum?._max.lastUsedAt?.toISOString() ?? null,
    }
  }
}

/**
 * Lists services as `listServices` does, each with whether it accepts the caller's own token.
 */
export async function listReachedServices(principal: SessionPrincipal): Promise<ReachedService[]> {
  const [services, [token], user] = await Promise.all([
    listServices(principal),
    listApiTokens(principal),
    getUser(principal.subject.id),
  ])
  const holder = { token, groups: user?.groups ?? [] }
  return services.map((service) => ({ ...service, reach: reachOf(service, holder) }))
}
