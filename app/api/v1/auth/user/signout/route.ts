import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { clearRefreshCookieOf } from '@/lib/auth/refresh-cookie'
import { clearSessionCookie } from '@/lib/auth/session-cookie'
import { endSession } from '@/lib/auth/sessions'
import { clearSiteData } from '@/lib/http/clear-site-data'

/** Ends the caller's session: its cookies and its auth tokens. Other sessions live on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const principal = await requireSession(request)
    const { kind, sessionId } = principal.credential
    await endSession(principal, sessionId)
    await clearRefreshCookieOf(sessionId)
    const response = Response.json({ msg: 'Signed out' })
    if (kind !== 'session') return response
    await clearSessionCookie()
    return clearSiteData(response)
  },
})
