import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { clearSiteData } from '@/lib/http/clear-site-data'
import { clientOf } from '@/lib/http/client'
import { endSession } from '@/lib/sessions/end-session'
import { clearRefreshCookieOf } from '@/lib/sessions/refresh-cookie'
import { clearSessionCookie } from '@/lib/sessions/session-cookie'

/** Ends the caller's session with its cookies and auth tokens. Other sessions continue. */
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
