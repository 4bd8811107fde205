import { headers } from 'next/headers'
import type { NextAuthOptions } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import CredentialsProvider from 'next-auth/providers/credentials'
import { z } from 'zod'
import { signOut } from '@/lib/auth/end-session'
import { getLiveSession } from '@/lib/auth/live-session'
import { ownCookie } from '@/lib/auth/own-cookie'
import { clearRefreshCookieOf } from '@/lib/auth/refresh-cookie'
import { presentedPassword } from '@/lib/auth/schema'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { adoptSession, sessionLifetimeSeconds } from '@/lib/auth/sessions'
import { signIn } from '@/lib/auth/sign-in'
import { isDatabaseUnavailable } from '@/lib/db/errors'
import { clientOf } from '@/lib/http/client'
import { isHttps } from '@/lib/http/https'
import type { Limit } from '@/lib/http/rate-limited'
import { keys } from '@/lib/keys'
import { log } from '@/lib/log'
import { verifyAuthToken } from '@/lib/tokens/auth-token/auth-token'
import { emailAddress } from '@/lib/users/email'

/*
 * next-auth carries the session to the browser and back: a Credentials provider, and the jwt strategy, the only one that it
 * has for such a provider. The session itself is the row that `sid` names.
 */

declare module 'next-auth' {
  interface User {
    sessionId: string
  }
}

const passwordInput = z.object({ email: emailAddress, password: presentedPassword })
const tokenInput = z.object({ token: z.string() })

/** @param tellLimit hears of a sign-in that was not tried, which next-auth could not pass on */
export function nextAuthOptions(tellLimit: (limit: Limit) => void): NextAuthOptions {
  return {
    secret: keys().nextAuth,
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds() },
    // The cookie's content has an end of its own, which does not follow from the cookie's.
    jwt: { maxAge: sessionLifetimeSeconds() },
    cookies: {
      sessionToken: sessionCookie(),
      csrfToken: ownCookie('next-auth.csrf-token', { sameSite: 'lax' }),
      callbackUrl: ownCookie('next-auth.callback-url', { sameSite: 'lax' }),
    },
    useSecureCookies: isHttps(),
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' }, token: { type: 'hidden' } },
        authorize: async (input) => {
          try {
            return (await adopt(input)) ?? (await signInWithPassword(input, tellLimit))
          } catch (error) {
            throw new Error(publicCodeOf(error))
          }
        },
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user) return { sub: user.id, sid: user.sessionId }
        await requireLiveSession(token)
        return token
      },
      redirect: ({ baseUrl }) => baseUrl,
    },
    events: {
      signOut: async ({ token }) => {
        if (!token.sid) return
        await signOut(token.sid, clientOf(await headers()))
        await clearRefreshCookieOf(token.sid)
      },
    },
    logger: { error: (code) => log().error(`next-auth: ${code}`), warn: () => {}, debug: () => {} },
  }
}

/** next-auth puts the message of what is thrown into an address: a code is all that it may get. */
function publicCodeOf(error: unknown): string {
  log().error('A sign-in failed', { error })
  return isDatabaseUnavailable(error) ? 'unavailable' : 'internal'
}

class SessionEnded extends Error {}

/** @throws SessionEnded, upon which next-auth removes the cookie instead of renewing it */
async function requireLiveSession({ sub, sid }: JWT): Promise<void> {
  if (sub && sid && (await getLiveSession(sid, sub, new Date()))) return
  throw new SessionEnded()
}

async function signInWithPassword(input: unknown, tellLimit: (limit: Limit) => void) {
  const credentials = passwordInput.safeParse(input).data
  if (!credentials) return null
  const result = await signIn({ ...credentials, client: clientOf(await headers()) })
  if (result.outcome === 'rate_limited') tellLimit(result.limit)
  if (result.outcome !== 'signed_in') return null
  const { subject, credential } = result.principal
  return { id: subject.id, sessionId: credential.sessionId }
}

/** Sign-up has started a session and answered its auth token: the cookie is for that session, not for a second one. */
async function adopt(input: unknown) {
  const given = tokenInput.safeParse(input).data
  const claims = given && (await verifyAuthToken(given.token, { signing: keys().signing, now: new Date() }))
  if (!claims || !(await adoptSession(claims, clientOf(await headers())))) return null
  return { id: claims.subject, sessionId: claims.sessionId }
}
