import { contract } from '@/app/api/v1/tokens/[id]/previous/contract'
import { resource } from '@/lib/api/resource'
import { previousNotFound } from '@/lib/api/token-refusals'
import { endPreviousSecret } from '@/lib/tokens/rotate-api-token'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  DELETE: async ({ params: { id }, actor }) => {
    if (await endPreviousSecret(actor, id)) return { msg: 'Old secret ended' }
    throw previousNotFound()
  },
})
