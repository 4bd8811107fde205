import { randomUUID } from 'node:crypto'
import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { isUniqueViolation } from '@/lib/db/errors'
import { administer } from '@/lib/people/administer'
import { noteCreated } from '@/lib/people/groups'
import { requireService } from '@/lib/services/service'
import { setServiceGroups } from '@/lib/services/service-groups'
import type { Access, ServiceRow } from '@/shared/service-row'
import { revoking } from '@/verifier/revocations'

interface NewService {
  name: string
  /** Empty: the name, also after it has changed. */
  title: string
  url: string | null
  access: Access
  groups: string[]
}

export type ServiceResult =
  | { outcome: 'stored'; service: ServiceRow }
  | { outcome: 'not_found' | 'service_exists' }

/** Adds a service. When it returns, every instance knows it. */
export async function addService(
  actor: SignedInActor,
  { groups, ...columns }: NewService,
): Promise<ServiceResult> {
  const data = { id: randomUUID(), ...columns }
  const detail = { service_name: columns.name }
  try {
    return await revoking(() =>
      administer(actor, async (transaction) => {
        await transaction.service.create({ data, select: { id: true } })
        const regrouped = await setServiceGroups(transaction, data.id, groups)
        await noteCreated(transaction, actor, regrouped)
        const event = { action: 'service_created', detail } as const
        await addActivity(actor, actor.principal.subject, event, transaction)
        return { outcome: 'stored', service: await requireService(transaction, data.id) }
      }),
    )
  } catch (error) {
    if (isUniqueViolation(error)) return { outcome: 'service_exists' }
    throw error
  }
}
