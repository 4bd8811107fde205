import { contract } from '@/app/api/v1/tokens/[id]/contract'
import { resource } from '@/lib/api/resource'
import { servicesRefused } from '@/lib/api/service-refusals'
import { ownTokenNotFound } from '@/lib/api/token-refusals'
import { deleteApiToken } from '@/lib/tokens/api-tokens'
import { changeApiToken } from '@/lib/tokens/change-api-token'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  PATCH: async ({ params: { id }, input, actor }) => {
    const result = await changeApiToken(actor, id, input)
    if (result.outcome === 'changed') return result.token
    throw result.outcome === 'not_found' ? ownTokenNotFound() : servicesRefused(result.places)
  },

  DELETE: async ({ params: { id }, actor }) => {
    if (await deleteApiToken(actor, id)) return { msg: 'Token deleted' }
    throw ownTokenNotFound()
  },
})
