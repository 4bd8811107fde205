import { requireSession, requireSessionAndJson } from '@/lib/api/authorize'
import { list } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { clientOf } from '@/lib/http/client'
import { ProblemError } from '@/lib/http/problem'
import { createApiToken, listApiTokens } from '@/lib/tokens/api-tokens'
import { createTokenInput } from '@/lib/tokens/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async (request) => list(request, await listApiTokens(await requireSession(request))),

  POST: async (request) => {
    const { principal, input } = await requireSessionAndJson(request, createTokenInput)
    const token = await createApiToken(principal, input.name, clientOf(request.headers))
    if (token) return Response.json(token)
    throw new ProblemError('token_exists', 'You already have a token. Delete it to create another.')
  },
})
