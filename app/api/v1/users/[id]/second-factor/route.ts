import { contract } from '@/app/api/v1/users/[id]/second-factor/contract'
import { requireConfirmedForSelf } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import { userNotFound } from '@/lib/api/user-refusals'
import { onlyWayIn } from '@/lib/http/refusals'
import { resetSecondFactor } from '@/lib/people/reset-second-factor'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  DELETE: async ({ params: { id }, actor }) => {
    await requireConfirmedForSelf(actor, id)
    const outcome = await resetSecondFactor(actor, id)
    if (outcome === 'reset') return { msg: 'Second factor removed' }
    throw outcome === 'only_way_in' ? onlyWayIn() : userNotFound()
  },
})
