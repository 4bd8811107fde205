import { headers } from 'next/headers'
import type { NextAuthOptions, Profile } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { signedInActor } from '@/lib/audit/actor'
import { keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { requestOriginOf } from '@/lib/http/request-origin'
import { log } from '@/lib/log/log'
import { endSession } from '@/lib/sessions/end-session'
import { credentialsProvider, type FailureReports } from '@/lib/sessions/next-auth-credentials'
import { openIdFlowSeconds } from '@/lib/sessions/openid-cookie'
import { ownCookie } from '@/lib/sessions/own-cookie'
import { clearRefreshCookieOf } from '@/lib/sessions/refresh-cookie'
import { sessionLifetimeSeconds } from '@/lib/sessions/session'
import { decryptSession, sessionCookie } from '@/lib/sessions/session-cookie'
import { hasSession, type SessionPrincipal } from '@/shared/principal'
import { authenticateSession } from '@/verifier/authenticate'
import { settleRevocations } from '@/verifier/revocations'

/*
 * next-auth carries the session to the browser and back, with a Credentials provider and the jwt
 * strategy, the only one that it supports for such a provider. The session itself is the row that
 * `sid` names.
 */

declare module 'next-auth' {
  interface User {
    sessionId: string
  }
}

/** A sign-in through the OpenID provider. */
export interface OpenIdSignIn {
  provider: OAuthConfig<Profile>
  /**
   * Signs in the person that the provider has signed in.
   * @returns the new session; null if there is none
   */
  signIn(claims: Profile): Promise<{ id: string; sessionId: string } | null>
}

export function nextAuthOptions(report: FailureReports, openId?: OpenIdSignIn): NextAuthOptions {
  return {
    secret: keys().nextAuth,
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds() },
    // The cookie's content expires independently of the cookie.
    jwt: { maxAge: sessionLifetimeSeconds(), decode: ({ token }) => decryptSession(token) },
    cookies: {
      sessionToken: sessionCookie(),
      csrfToken: ownCookie('csrf', { sameSite: 'lax' }),
      callbackUrl: ownCookie('callback-url', { sameSite: 'lax' }),
      state: ownCookie('openid-state', { sameSite: 'lax', maxAge: openIdFlowSeconds }),
      pkceCodeVerifier: ownCookie('openid-pkce', { sameSite: 'lax', maxAge: openIdFlowSeconds }),
      nonce: ownCookie('openid-nonce', { sameSite: 'lax', maxAge: openIdFlowSeconds }),
    },
    useSecureCookies: env().isHttps,
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    providers: [credentialsProvider(report), ...(openId ? [openId.provider] : [])],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.type !== 'oauth') return true
        const session = profile && (await openId?.signIn(profile).catch(report.failure))
        // Without a session, the answer is the caller's.
        if (!session) return '/'
        Object.assign(user, session)
        return true
      },
      jwt: async ({ token, user }) => {
        if (user) return { sub: user.id, sid: user.sessionId }
        if (await getHolder(token).catch(report.failure)) return token
        throw new SessionEnded()
      },
      redirect: ({ baseUrl }) => baseUrl,
    },
    events: {
      signOut: ({ token }) => endSessionOf(token).catch(report.failure),
    },
    logger: { error: (code) => log().error(`next-auth: ${code}`), warn: () => {}, debug: () => {} },
  }
}

/** Makes next-auth remove the cookie instead of renewing it. */
class SessionEnded extends Error {}

/** Returns the holder of a cookie that we made, or null if its session has ended. */
async function getHolder({ sub, sid }: JWT): Promise<SessionPrincipal | null> {
  if (!sub || !sid) return null
  const principal = await authenticateSession({ userId: sub, sessionId: sid })
  return principal && hasSession(principal) ? principal : null
}

async function endSessionOf(token: JWT): Promise<void> {
  if (!token.sid || env().isDemo) return
  const holder = await getHolder(token)
  if (holder) await endSession(signedInActor(holder, requestOriginOf(await headers())), token.sid)
  else await settleRevocations()
  await clearRefreshCookieOf(token.sid)
}
