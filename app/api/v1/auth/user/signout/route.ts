import { contract } from '@/app/api/v1/auth/user/signout/contract'
import { WithHeaders } from '@/lib/api/answer'
import { resource } from '@/lib/api/resource'
import { env } from '@/lib/config/settings'
import { clearSiteData } from '@/lib/http/clear-site-data'
import { demoReadOnly } from '@/lib/http/refusals'
import { stopAutomaticSignIn } from '@/lib/sessions/automatic-sign-in-cookie'
import { endSession } from '@/lib/sessions/end-session'
import { clearRefreshCookieOf } from '@/lib/sessions/refresh-cookie'
import { clearSessionCookie } from '@/lib/sessions/session-cookie'

/**
 * Ends the caller's session with its auth tokens, then removes the refresh cookie, the session
 * cookie and the page storage of the browser. Other sessions continue. In a demo, the session
 * continues for other visitors, and only the cookies and the storage are removed. next-auth's own
 * sign-out does the same: app/api/auth/[...nextauth]/route.ts.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ principal, actor }) => {
    const { kind, sessionId } = principal.credential
    if (env().isDemo && kind !== 'session') throw demoReadOnly()
    if (!env().isDemo) await endSession(actor, sessionId)
    await clearRefreshCookieOf(sessionId)
    const answer = { msg: 'Signed out' }
    if (kind !== 'session') return answer
    await clearSessionCookie()
    await stopAutomaticSignIn()
    return new WithHeaders(answer, [clearSiteData])
  },
})
