import { cookies } from 'next/headers'
import type { CookieOption } from 'next-auth'
import { decode, type JWT } from 'next-auth/jwt'
import { keyring } from '@/lib/config/keyring'
import { type FoundCookie, findOwnCookies, ownCookie } from '@/lib/sessions/own-cookie'
import { sessionLifetimeSeconds } from '@/lib/sessions/sessions'

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
  return ownCookie('session', { sameSite: 'lax', maxAge: sessionLifetimeSeconds() })
}

/** What this request's cookie says, or null when there is none that we made. */
export async function readSessionCookie(): Promise<{ userId: string; sessionId: string } | null> {
  const claims = (await findSessionCookie())?.claims
  return claims?.sub && claims.sid ? { userId: claims.sub, sessionId: claims.sid } : null
}

/** The cookie of this request that counts: the first that we made. */
export async function findSessionCookie(): Promise<(FoundCookie & { claims: JWT }) | null> {
  for (const found of await findOwnCookies('session')) {
    const claims = await decryptSession(found.value)
    if (claims) return { ...found, claims }
  }
  return null
}

export async function clearSessionCookie(): Promise<void> {
  await clear(sessionCookie().name)
  await clearOlderSessionCookies()
}

/**
 * Clears those that today's cookie has come to stand beside. What another program has under a
 * former name of ours stays.
 */
export async function clearOlderSessionCookies(): Promise<void> {
  const { name: current } = sessionCookie()
  for (const { name, value, hasFormerName } of await findOwnCookies('session')) {
    if (name === current || (hasFormerName && !(await decryptSession(value)))) continue
    await clear(name)
  }
}

async function clear(name: string): Promise<void> {
  ;(await cookies()).set(name, '', { ...sessionCookie().options, maxAge: 0 })
}

/** What next-auth has encrypted; null for anything else. While the secret is rotated, it may have been by either key. */
export async function decryptSession(token: string | undefined): Promise<JWT | null> {
  for (const { nextAuth: secret } of keyring().all) {
    const claims = await decode({ ...(token !== undefined && { token }), secret }).catch(() => null)
    if (claims) return claims
  }
  return null
}
