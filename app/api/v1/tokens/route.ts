import { requireSession, requireSessionAndJson } from '@/lib/api/authorize'
import { list } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { createApiToken, listApiTokens } from '@/lib/tokens/api-token/api-tokens'
import { createTokenInput } from '@/lib/tokens/api-token/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async (request) => list(request, await listApiTokens(await requireSession(request))),

  POST: async (request) => {
    const { principal, input } = await requireSessionAndJson(request, createTokenInput)
    const created = await createApiToken(principal, input.name)
    if (created) return Response.json(created)
    throw new ProblemError('token_exists', 'You already have a token. Delete it to create another.')
  },
})
