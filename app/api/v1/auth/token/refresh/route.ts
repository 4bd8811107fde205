import { issueAuthTokenFor } from '@/lib/api/auth-token'
import { requireOwnPage } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { clientOf } from '@/lib/http/client'
import { credentialMissing, tokenInvalid } from '@/lib/http/refusals'
import { refreshSession } from '@/lib/sessions/refresh'
import {
  clearRefreshCookie,
  readRefreshCookie,
  setRefreshCookie,
} from '@/lib/sessions/refresh-cookie'

/**
 * Issues an auth token for the session of the refresh cookie, which rotates. Ignores all other
 * credentials.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    requireOwnPage(request)
    const cookie = await readRefreshCookie()
    if (!cookie) throw credentialMissing('There is no refresh cookie. Sign in.')
    const refreshed =
      cookie === 'unusable' ? null : await refreshSession(cookie, clientOf(request.headers))
    if (!refreshed) {
      await clearRefreshCookie()
      throw tokenInvalid()
    }
    const { principal, next } = refreshed
    if (next) await setRefreshCookie(next, principal.credential.sessionEndsAt)
    const { token } = await issueAuthTokenFor(principal)
    return Response.json({ token })
  },
})
