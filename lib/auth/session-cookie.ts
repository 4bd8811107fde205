import { cookies } from 'next/headers'
import type { CookieOption } from 'next-auth'
import { decode, type JWT } from 'next-auth/jwt'
import { sessionLifetimeSeconds } from '@/lib/auth/sessions'
import { env } from '@/lib/env'
import { keys } from '@/lib/keys'

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

/** How next-auth writes the cookie. On https it never travels in the clear, and no other host can set it. */
export function sessionCookie(): CookieOption {
  const secure = env().publicUrl?.startsWith('https://') ?? false
  return {
    name: secure ? '__Host-next-auth.session-token' : 'next-auth.session-token',
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: sessionLifetimeSeconds() },
  }
}

/** What this request's cookie says, or null when there is none that we made. */
export async function readSessionCookie(): Promise<{ userId: string; sessionId: string } | null> {
  const cookie = (await cookies()).get(sessionCookie().name)
  const claims = cookie && (await decrypt(cookie.value))
  return claims?.sub && claims.sid ? { userId: claims.sub, sessionId: claims.sid } : null
}

export async function clearSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie()
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}

async function decrypt(token: string): Promise<JWT | null> {
  try {
    return await decode({ token, secret: keys().nextAuth })
  } catch {
    return null
  }
}
