import { contract } from '@/app/api/v1/tokens/[id]/secret/contract'
import { resource } from '@/lib/api/resource'
import { ownTokenNotFound } from '@/lib/api/token-refusals'
import { copyApiToken } from '@/lib/tokens/api-tokens'

/** "Copy": returns the secret of a token. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ params: { id }, actor }) => {
    const token = await copyApiToken(actor, id)
    if (token !== null) return { token }
    throw ownTokenNotFound()
  },
})
