import { requireSession } from '@/lib/api/authorize'
import { list } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { clientOf } from '@/lib/http/client'
import { endOtherSessions } from '@/lib/sessions/end-session'
import { listSessions } from '@/lib/sessions/sessions'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async (request) => list(request, await listSessions(await requireSession(request))),

  /** Ends all sessions except the caller's. */
  DELETE: async (request) => {
    const ended = await endOtherSessions(await requireSession(request), clientOf(request.headers))
    return Response.json({ msg: 'Signed out everywhere else', ended })
  },
})
