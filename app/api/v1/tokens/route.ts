import { requireSession } from '@/lib/api/authorize'
import { list } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { readJson } from '@/lib/http/body'
import { ProblemError } from '@/lib/http/problem'
import { createApiToken, listApiTokens } from '@/lib/tokens/api-token/api-tokens'
import { createTokenInput } from '@/lib/tokens/api-token/schema'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async (request) => list(request, await listApiTokens(await requireSession(request))),

  POST: async (request) => {
    const principal = await requireSession(request)
    const { name } = await readJson(request, createTokenInput)
    const created = await createApiToken(principal, name)
    if (created) return Response.json(created)
    throw new ProblemError('token_exists', 'You already have a token. Delete it to create another.')
  },
})
