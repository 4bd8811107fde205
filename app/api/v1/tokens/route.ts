import { contract } from '@/app/api/v1/tokens/contract'
import { toPage } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { createApiToken, listApiTokens } from '@/lib/tokens/api-tokens'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal, query }) => toPage(await listApiTokens(principal), query),

  POST: async ({ input, actor }) => {
    const token = await createApiToken(actor, input.name)
    if (token) return token
    throw new ProblemError('token_exists', 'You already have a token. Delete it to create another.')
  },
})
