import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { administer } from '@/lib/people/administer'
import { noteCreated } from '@/lib/people/groups'
import type { ServiceResult } from '@/lib/services/add-service'
import { requireService } from '@/lib/services/service'
import { setServiceGroups } from '@/lib/services/service-groups'
import type { Setting } from '@/shared/audit-event'
import type { Access } from '@/shared/service-row'
import { revoking } from '@/verifier/revocations'

export interface ServiceChange {
  name?: string | undefined
  title?: string | undefined
  url?: string | null | undefined
  access?: Access | undefined
  groups?: string[] | undefined
}

/**
 * Changes a service. When it returns, no instance answers by the previous rule. Under another name,
 * it keeps its count, its groups and its places on the lists of tokens; what was counted by day
 * keeps the previous name.
 */
export async function changeService(
  actor: SignedInActor,
  name: string,
  change: ServiceChange,
): Promise<ServiceResult> {
  const write = (transaction: Prisma.TransactionClient) => store(transaction, actor, name, change)
  try {
    return await revoking(() => administer(actor, write))
  } catch (error) {
    if (isUniqueViolation(error)) return { outcome: 'service_exists' }
    throw error
  }
}

const columns = ['name', 'title', 'url', 'access'] as const

async function store(
  transaction: Prisma.TransactionClient,
  actor: SignedInActor,
  name: string,
  { groups, ...values }: ServiceChange,
): Promise<ServiceResult> {
  const service = await transaction.service.findUnique({ where: { name } })
  if (!service) return { outcome: 'not_found' }
  const { id } = service
  const differing = columns.filter(
    (column) => values[column] !== undefined && values[column] !== service[column],
  )
  if (differing.length > 0) {
    const data = Object.fromEntries(differing.map((column) => [column, values[column]]))
    await transaction.service.update({ where: { id }, data, select: { id: true } })
  }
  const regrouped = groups && (await setServiceGroups(transaction, id, groups))
  if (regrouped) await noteCreated(transaction, actor, regrouped)
  const changed: Setting[] = [...differing, ...(regrouped?.isChanged ? (['groups'] as const) : [])]
  const row = await requireService(transaction, id)
  if (changed.length > 0) {
    const before = row.name === name ? {} : { name_before: name }
    const detail = { service_name: row.name, ...before, settings: changed }
    const event = { action: 'service_changed', detail } as const
    await addActivity(actor, actor.principal.subject, event, transaction)
  }
  return { outcome: 'stored', service: row }
}
