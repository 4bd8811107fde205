import { cookies } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { keyring, keys } from '@/lib/config/keyring'
import { ownCookie, ownCookieName, readOwnCookie } from '@/lib/sessions/own-cookie'

/*
 * The purpose of a visit to the OpenID provider, for the time after its answer. Like next-auth's
 * cookies for state, PKCE and nonce, the cookie belongs to the last attempt of the browser. It is
 * encrypted, so only we can make one.
 */

/** How long somebody may take at the provider. */
export const openIdFlowSeconds = 900

const openIdFlow = z.object({
  /** The page to continue to, on this site. */
  next: z.string(),
  /** The session whose user is to be connected; undefined for a sign-in. */
  connect: z.string().optional(),
})

export type OpenIdFlow = z.infer<typeof openIdFlow>

const salt = 'openid'

/** The cookies by which next-auth recognises the provider's answer. */
export const openIdAttemptCookies = ['openid-state', 'openid-pkce', 'openid-nonce'] as const

export async function setOpenIdCookie(flow: OpenIdFlow): Promise<void> {
  const { name, options } = ownCookie('openid', { sameSite: 'lax', maxAge: openIdFlowSeconds })
  const text = await encode({
    token: { ...flow },
    secret: keys().nextAuth,
    salt,
    maxAge: openIdFlowSeconds,
  })
  ;(await cookies()).set(name, text, options)
}

/** Returns the cookie's content, or null without one that we made and that is still valid. */
export async function readOpenIdCookie(): Promise<OpenIdFlow | null> {
  const token = await readOwnCookie('openid')
  if (token === undefined) return null
  for (const { nextAuth: secret } of keyring().all) {
    const read = await decode({ token, secret, salt }).catch(() => null)
    if (read) return openIdFlow.safeParse(read).data ?? null
  }
  return null
}

/** Clears every cookie of the attempt, also those that next-auth has set. */
export async function clearOpenIdCookies(): Promise<void> {
  const jar = await cookies()
  for (const cookie of ['openid', ...openIdAttemptCookies] as const)
    jar.set(ownCookieName(cookie), '', {
      ...ownCookie(cookie, { sameSite: 'lax' }).options,
      maxAge: 0,
    })
}
