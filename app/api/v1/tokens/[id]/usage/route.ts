import { contract } from '@/app/api/v1/tokens/[id]/usage/contract'
import { resource } from '@/lib/api/resource'
import { ownTokenNotFound } from '@/lib/api/token-refusals'
import { getTokenUsage } from '@/lib/tokens/token-usage'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ params: { id }, query, principal }) => {
    const usage = await getTokenUsage(principal, id, query.days)
    if (usage) return usage
    throw ownTokenNotFound()
  },
})
