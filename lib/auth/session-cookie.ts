import { cookies } from 'next/headers'
import type { CookieOption } from 'next-auth'
import { decode, type JWT } from 'next-auth/jwt'
import { ownCookie } from '@/lib/auth/own-cookie'
import { sessionLifetimeSeconds } from '@/lib/auth/sessions'
import { keyring } from '@/lib/keyring'

/*
 * The browser's session: next-auth's cookie, encrypted, which names the user and the session. It is worth something only
 * while the session lives.
 */

declare module 'next-auth/jwt' {
  interface JWT {
    /** The session's id. */
    sid?: string
  }
}

/** How next-auth writes the cookie. */
export function sessionCookie(): CookieOption {
  return ownCookie('next-auth.session-token', { sameSite: 'lax', maxAge: sessionLifetimeSeconds() })
}

/** What this request's cookie says, or null when there is none that we made. */
export async function readSessionCookie(): Promise<{ userId: string; sessionId: string } | null> {
  const cookie = (await cookies()).get(sessionCookie().name)
  const claims = cookie && (await decryptSession(cookie.value))
  return claims?.sub && claims.sid ? { userId: claims.sub, sessionId: claims.sid } : null
}

export async function clearSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie()
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}

/** What next-auth has encrypted; null for anything else. While the secret is rotated, it may have been by either key. */
export async function decryptSession(token: string | undefined): Promise<JWT | null> {
  for (const { nextAuth: secret } of keyring().all) {
    const claims = await decode({ ...(token !== undefined && { token }), secret }).catch(() => null)
    if (claims) return claims
  }
  return null
}
