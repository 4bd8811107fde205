import { cookies } from 'next/headers'
import type { CookieOption } from 'next-auth'
import { decode, type JWT } from 'next-auth/jwt'
import { keyring } from '@/lib/config/keyring'
import { type FoundCookie, findOwnCookies, ownCookie } from '@/lib/sessions/own-cookie'
import { sessionLifetimeSeconds } from '@/lib/sessions/session'

/*
 * The browser's session: next-auth's encrypted cookie, which names the user and the session. It is
 * valid only while the session exists.
 */

declare module 'next-auth/jwt' {
  interface JWT {
    /** The session's id. */
    sid?: string
  }
}

/** The name and options with which next-auth sets the cookie. */
export function sessionCookie(): CookieOption {
  return ownCookie('session', { sameSite: 'lax', maxAge: sessionLifetimeSeconds() })
}

/**
 * Returns the user and session that this request's cookie names, or null without one that we made.
 */
export async function readSessionCookie(): Promise<{ userId: string; sessionId: string } | null> {
  const claims = (await findSessionCookie())?.claims
  return claims?.sub && claims.sid ? { userId: claims.sub, sessionId: claims.sid } : null
}

/** Returns the cookie of this request that counts: the first that we made. */
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
 * Clears the session cookies under older names. Another program's cookie under one of our former
 * names is kept.
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

/**
 * Decrypts what next-auth has encrypted. During a rotation of the master key, either key may have
 * been used.
 * @returns null for anything else
 */
export async function decryptSession(token: string | undefined): Promise<JWT | null> {
  for (const { nextAuth: secret } of keyring().all) {
    const claims = await decode({ ...(token !== undefined && { token }), secret }).catch(() => null)
    if (claims) return claims
  }
  return null
}
