import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { clearRefreshCookieOf } from '@/lib/auth/refresh-cookie'
import { clearSessionCookie } from '@/lib/auth/session-cookie'
import { endSession } from '@/lib/auth/sessions'

/** Ends the caller's session: its cookies and its auth tokens. Other sessions live on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const principal = await requireSession(request)
    const { kind, sessionId } = principal.credential
    await endSession(principal, sessionId)
    if (kind === 'session') await clearSessionCookie()
    await clearRefreshCookieOf(sessionId)
    return Response.json({ msg: 'Signed out' })
  },
})
