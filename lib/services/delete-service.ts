import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { administer } from '@/lib/people/administer'
import { revoking } from '@/verifier/revocations'

/**
 * Deletes a service, which every instance refuses when it returns. A token keeps the rest of its
 * list, also where nothing is left of it.
 * @returns whether there was one
 */
export const deleteService = (actor: SignedInActor, name: string): Promise<boolean> =>
  revoking(() =>
    administer(actor, async (transaction) => {
      const { count } = await transaction.service.deleteMany({ where: { name } })
      if (count === 0) return false
      const event = { action: 'service_deleted', detail: { service_name: name } } as const
      await addActivity(actor, actor.principal.subject, event, transaction)
      return true
    }),
  )
