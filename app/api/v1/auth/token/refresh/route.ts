import { contract } from '@/app/api/v1/auth/token/refresh/contract'
import { resource } from '@/lib/api/resource'
import { credentialMissing, tokenInvalid } from '@/lib/http/refusals'
import { refreshSession } from '@/lib/sessions/refresh'
import {
  clearRefreshCookie,
  readRefreshCookie,
  setRefreshCookie,
} from '@/lib/sessions/refresh-cookie'
import { issueAuthTokenFor } from '@/lib/tokens/session-auth-token'

/**
 * Issues an auth token for the session of the refresh cookie, which rotates. Ignores all other
 * credentials.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor }) => {
    const cookie = await readRefreshCookie()
    if (!cookie) throw credentialMissing('There is no refresh cookie. Sign in.')
    const refreshed = cookie === 'unusable' ? null : await refreshSession(actor, cookie)
    if (!refreshed) {
      await clearRefreshCookie()
      throw tokenInvalid()
    }
    const { principal, next } = refreshed
    if (next) await setRefreshCookie(next, principal.credential.sessionEndsAt)
    const { token } = await issueAuthTokenFor(principal)
    return { token }
  },
})
