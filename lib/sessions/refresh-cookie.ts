import { cookies } from 'next/headers'
import { keyring, keys } from '@/lib/config/keyring'
import { type FoundCookie, findOwnCookies, ownCookie } from '@/lib/sessions/own-cookie'
import {
  type RefreshToken,
  readRefreshToken,
  writeRefreshToken,
} from '@/lib/sessions/refresh-token'

/** No link leads to where it is needed: it stays at home whenever a request comes from another site. */
const refreshCookie = (maxAge: number) => ownCookie('refresh', { sameSite: 'strict', maxAge })

/** A cookie of this request that is ours; null for a text in it that we did not write. */
type OwnRefreshCookie = FoundCookie & { token: RefreshToken | null }

/** @param endsAt when the session does */
export async function setRefreshCookie(token: RefreshToken, endsAt: Date): Promise<void> {
  const { name, options } = refreshCookie(Math.floor((endsAt.getTime() - Date.now()) / 1000))
  for (const older of await findRefreshCookies()) if (older.name !== name) await clear(older)
  ;(await cookies()).set(name, writeRefreshToken(token, keys().refresh), options)
}

/** What this request's cookie says: `unusable` for one that we did not write. */
export async function readRefreshCookie(): Promise<RefreshToken | 'unusable' | null> {
  const found = await findRefreshCookies()
  if (found.length === 0) return null
  return found.find(({ token }) => token !== null)?.token ?? 'unusable'
}

/** One with a former name that we did not write is another program's. */
async function findRefreshCookies(): Promise<OwnRefreshCookie[]> {
  const found = await findOwnCookies('refresh')
  return found
    .map((cookie) => ({ ...cookie, token: readWithAny(cookie.value) }))
    .filter(({ hasFormerName, token }) => token !== null || !hasFormerName)
}

/** While the secret is rotated, it may have been written with either key. */
function readWithAny(text: string): RefreshToken | null {
  const read = keyring().all.map(({ refresh }) => readRefreshToken(text, refresh))
  return read.find((token) => token !== null) ?? null
}

export async function clearRefreshCookie(): Promise<void> {
  for (const cookie of await findRefreshCookies()) await clear(cookie)
}

/** Clears the cookie where it is that session's. */
export async function clearRefreshCookieOf(sessionId: string): Promise<void> {
  for (const cookie of await findRefreshCookies())
    if (cookie.token?.sessionId === sessionId) await clear(cookie)
}

async function clear({ name }: FoundCookie): Promise<void> {
  ;(await cookies()).set(name, '', refreshCookie(0).options)
}
