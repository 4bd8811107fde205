import { contract } from '@/app/api/v1/revoke/contract'
import { resource } from '@/lib/api/resource'
import { rateLimited } from '@/lib/http/rate-limited'
import { revokeByHolder } from '@/lib/tokens/revoke-by-holder'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ input: { token }, actor }) => {
    const result = await revokeByHolder(actor, token)
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
  },
})
