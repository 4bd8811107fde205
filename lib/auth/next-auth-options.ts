import { headers } from 'next/headers'
import type { NextAuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { z } from 'zod'
import { presentedPassword } from '@/lib/auth/passwords'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { endSessionById, isSessionYoung, sessionLifetimeSeconds, startSession } from '@/lib/auth/sessions'
import { verifyCredentials } from '@/lib/auth/sign-in'
import { keys } from '@/lib/keys'
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

/** How old a session may be when its auth token is turned into the browser's cookie: sign-up has only just started it. */
const adoptionWindowSeconds = 60

const passwordInput = z.object({ email: emailAddress, password: presentedPassword })
const tokenInput = z.object({ token: z.string() })

export function nextAuthOptions(): NextAuthOptions {
  return {
    secret: keys().nextAuth,
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds },
    cookies: { sessionToken: sessionCookie() },
    useSecureCookies: sessionCookie().options.secure ?? false,
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' }, token: { type: 'hidden' } },
        authorize: async (input) => (await adoptSession(input)) ?? signInWithPassword(input),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, sid: user.sessionId } : token),
      session: ({ session }) => session,
    },
    events: {
      signOut: async ({ token }) => {
        if (token.sid) await endSessionById(token.sid)
      },
    },
  }
}

async function signInWithPassword(input: unknown) {
  const credentials = passwordInput.safeParse(input).data
  const subject = credentials && (await verifyCredentials(credentials.email, credentials.password))
  if (!subject) return null
  const userAgent = (await headers()).get('user-agent') ?? ''
  return { id: subject.id, sessionId: await startSession(subject.id, userAgent) }
}

/** Sign-up has started a session and answered its auth token: the cookie is for that session, not for a second one. */
async function adoptSession(input: unknown) {
  const given = tokenInput.safeParse(input).data
  const claims = given && (await verifyAuthToken(given.token, { signing: keys().signing, now: new Date() }))
  if (!claims || !(await isSessionYoung(claims, adoptionWindowSeconds))) return null
  return { id: claims.subject, sessionId: claims.sessionId }
}
