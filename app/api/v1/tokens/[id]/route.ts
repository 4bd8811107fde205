import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { clientOf } from '@/lib/http/client'
import { ProblemError } from '@/lib/http/problem'
import { deleteApiToken } from '@/lib/tokens/api-tokens'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource<{ id: string }>({
  DELETE: async (request, { id }) => {
    const principal = await requireSession(request)
    if (await deleteApiToken(principal, id, clientOf(request.headers)))
      return Response.json({ msg: 'Token deleted' })
    throw new ProblemError('not_found', 'You have no such token.')
  },
})
