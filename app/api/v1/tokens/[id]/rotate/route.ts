import { contract } from '@/app/api/v1/tokens/[id]/rotate/contract'
import { resource } from '@/lib/api/resource'
import { ownTokenNotFound, rotationInProgress } from '@/lib/api/token-refusals'
import { rotateApiToken } from '@/lib/tokens/rotate-api-token'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ params: { id }, input, actor }) => {
    const result = await rotateApiToken(actor, id, input.grace)
    if (result.outcome === 'rotated') return result.token
    throw result.outcome === 'not_found' ? ownTokenNotFound() : rotationInProgress()
  },
})
