import { contract } from '@/app/api/v1/users/[id]/token/previous/contract'
import { resource } from '@/lib/api/resource'
import { previousNotFound } from '@/lib/api/token-refusals'
import { notMachine } from '@/lib/api/user-refusals'
import { endPreviousMachineSecret } from '@/lib/people/rotate-token'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  DELETE: async ({ params: { id }, actor }) => {
    const { outcome } = await endPreviousMachineSecret(actor, id)
    if (outcome === 'ended') return { msg: 'Old secret ended' }
    throw outcome === 'person' ? notMachine() : previousNotFound()
  },
})
