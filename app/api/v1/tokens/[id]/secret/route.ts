import { requireSameOrigin, requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { getApiTokenSecret } from '@/lib/tokens/api-token/api-tokens'

/** "Copy". */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource<{ id: string }>({
  GET: async (request, { id }) => {
    requireSameOrigin(request)
    const token = await getApiTokenSecret(await requireSession(request), id)
    if (token !== null) return Response.json({ token })
    throw new ProblemError('not_found', 'You have no such token.')
  },
})
