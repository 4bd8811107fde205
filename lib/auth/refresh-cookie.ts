import { cookies } from 'next/headers'
import { ownCookie } from '@/lib/auth/own-cookie'
import { type RefreshToken, readRefreshToken, writeRefreshToken } from '@/lib/auth/refresh-token'
import { keyring, keys } from '@/lib/keyring'

/** No link leads to where it is needed: it stays at home whenever a request comes from another site. */
const refreshCookie = (maxAge: number) => ownCookie('jeton.refresh', { sameSite: 'strict', maxAge })

/** @param endsAt when the session does */
export async function setRefreshCookie(token: RefreshToken, endsAt: Date): Promise<void> {
  const { name, options } = refreshCookie(Math.floor((endsAt.getTime() - Date.now()) / 1000))
  ;(await cookies()).set(name, writeRefreshToken(token, keys().refresh), options)
}

/** What this request's cookie says: `unusable` for one that we did not write. */
export async function readRefreshCookie(): Promise<RefreshToken | 'unusable' | null> {
  const cookie = (await cookies()).get(refreshCookie(0).name)
  return cookie ? (readWithAny(cookie.value) ?? 'unusable') : null
}

/** While the secret is rotated, it may have been written with either key. */
function readWithAny(text: string): RefreshToken | null {
  const read = keyring().all.map(({ refresh }) => readRefreshToken(text, refresh))
  return read.find((token) => token !== null) ?? null
}

export async function clearRefreshCookie(): Promise<void> {
  const { name, options } = refreshCookie(0)
  ;(await cookies()).set(name, '', options)
}

/** Clears the cookie where it is that session's. */
export async function clearRefreshCookieOf(sessionId: string): Promise<void> {
  const token = await readRefreshCookie()
  if (token !== null && token !== 'unusable' && token.sessionId === sessionId) await clearRefreshCookie()
}
