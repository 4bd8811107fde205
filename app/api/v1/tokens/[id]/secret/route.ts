import { requireSameOrigin, requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { clientOf } from '@/lib/http/client'
import { ProblemError } from '@/lib/http/problem'
import { copyApiToken } from '@/lib/tokens/api-tokens'

/** "Copy": returns the secret of a token. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource<{ id: string }>({
  GET: async (request, { id }) => {
    requireSameOrigin(request)
    const copied = await copyApiToken(await requireSession(request), id, clientOf(request.headers))
    if (copied) return Response.json({ token: copied.token })
    throw new ProblemError('not_found', 'You have no such token.')
  },
})
