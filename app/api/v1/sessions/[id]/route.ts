import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { clientOf } from '@/lib/http/client'
import { ProblemError } from '@/lib/http/problem'
import { endSession } from '@/lib/sessions/end-session'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource<{ id: string }>({
  DELETE: async (request, { id }) => {
    const principal = await requireSession(request)
    if (await endSession(principal, id, clientOf(request.headers)))
      return Response.json({ msg: 'Signed out' })
    throw new ProblemError('not_found', 'There is no such session.')
  },
})
