import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { endSession } from '@/lib/auth/end-session'
import { clearRefreshCookieOf } from '@/lib/auth/refresh-cookie'
import { clearSessionCookie } from '@/lib/auth/session-cookie'
import { clearSiteData } from '@/lib/http/clear-site-data'
import { clientOf } from '@/lib/http/client'

/** Ends the caller's session: its cookies and its auth tokens. Other sessions live on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const principal = await requireSession(request)
    const { kind, sessionId } = principal.credential
    await endSession(principal, sessionId, clientOf(request.headers))
    await clearRefreshCookieOf(sessionId)
    const response = Response.json({ msg: 'Signed out' })
    if (kind !== 'session') return response
    await clearSessionCookie()
    return clearSiteData(response)
  },
})
