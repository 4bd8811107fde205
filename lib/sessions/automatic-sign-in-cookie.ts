import { cookies } from 'next/headers'
import { env } from '@/lib/config/settings'
import { ownCookie, readOwnCookie } from '@/lib/sessions/own-cookie'

/*
 * With JETON_OIDC_AUTO_REDIRECT, a page that needs a sign-in leads to the OpenID provider at once.
 * After a log out it does not, in this browser: the provider would sign the same person in again,
 * by another tab that looks for its session, or by the browser's Back.
 */

/**
 * Has this browser show the sign-in page until somebody chooses the provider there, or closes it.
 */
export async function stopAutomaticSignIn(): Promise<void> {
  if (env().oidc?.autoRedirect !== 'on') return
  const { name, options } = ownCookie('signed-out', { sameSite: 'lax' })
  ;(await cookies()).set(name, '1', options)
}

/** Ends what `stopAutomaticSignIn` has begun. */
export async function allowAutomaticSignIn(): Promise<void> {
  if ((await readOwnCookie('signed-out')) === undefined) return
  const { name, options } = ownCookie('signed-out', { sameSite: 'lax' })
  ;(await cookies()).set(name, '', { ...options, maxAge: 0 })
}

export async function isAutomaticSignIn(): Promise<boolean> {
  return env().oidc?.autoRedirect === 'on' && (await readOwnCookie('signed-out')) === undefined
}
