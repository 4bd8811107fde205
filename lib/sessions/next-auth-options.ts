import { headers } from 'next/headers'
import type { NextAuthOptions, Profile } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import CredentialsProvider from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'
import { emailAddress } from '@/lib/accounts/email'
import { signedInActor, visitor } from '@/lib/audit/actor'
import { isHttps } from '@/lib/config/https'
import { keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { isDatabaseUnavailable } from '@/lib/db/errors'
import { sharedSession } from '@/lib/demo/session'
import { requestOriginOf } from '@/lib/http/request-origin'
import { log } from '@/lib/log/log'
import { parseAssertion } from '@/lib/second-factor/credential-schema'
import { relyingParty } from '@/lib/second-factor/relying-party'
import { endSession } from '@/lib/sessions/end-session'
import { openIdFlowSeconds } from '@/lib/sessions/openid-cookie'
import { ownCookie } from '@/lib/sessions/own-cookie'
import { clearRefreshCookieOf } from '@/lib/sessions/refresh-cookie'
import { sessionLifetimeSeconds } from '@/lib/sessions/session'
import { decryptSession, sessionCookie } from '@/lib/sessions/session-cookie'
import type { Device } from '@/lib/sign-in/device'
import { readDeviceCookie, setDeviceCookie } from '@/lib/sign-in/device-cookie'
import { signInWithPasskey } from '@/lib/sign-in/passkey-sign-in'
import { presentedCode, presentedPassword } from '@/lib/sign-in/schema'
import { continueSignIn } from '@/lib/sign-in/second-step'
import { type SignInResult, signIn } from '@/lib/sign-in/sign-in'
import { adoptSession } from '@/lib/sign-in/start-session'
import { verifyAuthToken } from '@/lib/tokens/auth-token'
import { signingOf } from '@/lib/tokens/signing-key'
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

const passwordInput = z.object({ email: emailAddress, password: presentedPassword })
const passkeyInput = z.object({ passkey: z.string() })
const stepInput = z.object({ continue_token: z.string(), code: presentedCode })
const tokenInput = z.object({ token: z.string() })

/** Receives the failures that next-auth hides: it responds as if they had not happened. */
interface Witness {
  /** A sign-in has not started a session, for another reason than a wrong password. */
  refusal(result: Exclude<SignInResult, { outcome: 'signed_in' | 'credentials_wrong' }>): void
  /** The session could not be checked, or could not be ended. */
  failure(error: unknown): void
}

/** A sign-in through the OpenID provider. */
export interface OpenIdSignIn {
  provider: OAuthConfig<Profile>
  /**
   * Signs in whom the provider has signed in.
   * @returns the new session; null if there is none
   */
  enter(claims: Profile): Promise<{ id: string; sessionId: string } | null>
}

export function nextAuthOptions(tell: Witness, openId?: OpenIdSignIn): NextAuthOptions {
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
    useSecureCookies: isHttps(),
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: {
          email: { type: 'email' },
          password: { type: 'password' },
          continue_token: { type: 'hidden' },
          code: { type: 'text' },
          passkey: { type: 'hidden' },
          token: { type: 'hidden' },
        },
        authorize: async (input) => {
          try {
            if (env().isDemo) return await sharedSession()
            return (await adopt(input)) ?? (await signInBy(input, tell))
          } catch (error) {
            throw new Error(publicCodeOf(error))
          }
        },
      }),
      ...(openId ? [openId.provider] : []),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.type !== 'oauth') return true
        const session = profile && (await openId?.enter(profile).catch(tell.failure))
        // Without a session, the answer is the caller's.
        if (!session) return '/'
        Object.assign(user, session)
        return true
      },
      jwt: async ({ token, user }) => {
        if (user) return { sub: user.id, sid: user.sessionId }
        if (await getHolder(token).catch(tell.failure)) return token
        throw new SessionEnded()
      },
      redirect: ({ baseUrl }) => baseUrl,
    },
    events: {
      signOut: ({ token }) => endSessionOf(token).catch(tell.failure),
    },
    logger: { error: (code) => log().error(`next-auth: ${code}`), warn: () => {}, debug: () => {} },
  }
}

/** next-auth puts the message of a thrown error into a URL, so it receives nothing but a code. */
function publicCodeOf(error: unknown): string {
  log().error('A sign-in failed', { error })
  return isDatabaseUnavailable(error) ? 'unavailable' : 'internal'
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
  if (holder) await endSession(signedInActor(holder, await currentOrigin()), token.sid)
  else await settleRevocations()
  await clearRefreshCookieOf(token.sid)
}

async function signInBy(input: unknown, tell: Witness) {
  const result = await tryToSignIn(input)
  if (result.outcome === 'credentials_wrong') return null
  if (result.outcome !== 'signed_in') {
    tell.refusal(result)
    return null
  }
  await setDeviceCookie(result.device)
  const { subject, credential } = result.principal
  return { id: subject.id, sessionId: credential.sessionId }
}

async function tryToSignIn(input: unknown): Promise<SignInResult> {
  const device = await readDeviceCookie()
  const step = stepInput.safeParse(input).data
  if (step) {
    const { continue_token: continueToken, code } = step
    return continueSignIn(await currentVisitor(), { continueToken, code, device })
  }
  const passkey = passkeyInput.safeParse(input).data
  if (passkey) return tryPasskey(passkey.passkey, device)
  const credentials = passwordInput.safeParse(input).data
  return credentials
    ? signIn(await currentVisitor(), { ...credentials, device })
    : { outcome: 'credentials_wrong' }
}

async function tryPasskey(text: string, device: Device | null): Promise<SignInResult> {
  const credential = parseAssertion(text)
  const party = relyingParty(await headers())
  if (!credential || !party) return { outcome: 'credentials_wrong' }
  return signInWithPasskey(await currentVisitor(), party, { credential, device })
}

const currentOrigin = async () => requestOriginOf(await headers())

const currentVisitor = async () => visitor(await currentOrigin())

/**
 * Adopts the session that sign-up has started and whose auth token it has answered, so that the
 * cookie is for that session and not for a second one.
 */
async function adopt(input: unknown) {
  const given = tokenInput.safeParse(input).data
  const claims =
    given &&
    (await verifyAuthToken(given.token, { signing: signingOf(given.token), now: new Date() }))
  if (!claims || !(await adoptSession(await currentVisitor(), claims))) return null
  return { id: claims.subject, sessionId: claims.sessionId }
}
