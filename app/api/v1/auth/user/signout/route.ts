import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { clearSessionCookie } from '@/lib/auth/session-cookie'
import { endSession } from '@/lib/auth/sessions'

/** Ends the caller's session: its cookie and its auth tokens. Other sessions live on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const principal = await requireSession(request)
    await endSession(principal, principal.credential.sessionId)
    if (principal.credential.kind === 'session') await clearSessionCookie()
    return Response.json({ msg: 'Signed out' })
  },
})
