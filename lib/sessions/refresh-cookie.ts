import { cookies } from 'next/headers'
import { keyring, keys } from '@/lib/config/keyring'
import { type FoundCookie, findOwnCookies, ownCookie } from '@/lib/sessions/own-cookie'
import {
  type RefreshToken,
  readRefreshToken,
  writeRefreshToken,
} from '@/lib/sessions/refresh-token'

/**
 * `strict`: no link leads to the endpoint that needs it, so no request from another site carries
 * it.
 */
const refreshCookie = (maxAge: number) => ownCookie('refresh', { sameSite: 'strict', maxAge })

/** A refresh cookie of this request. `token` is null for a value that we did not write. */
type OwnRefreshCookie = FoundCookie & { token: RefreshToken | null }

/** @param endsAt when the session ends */
export async function setRefreshCookie(token: RefreshToken, endsAt: Date): Promise<void> {
  const { name, options } = refreshCookie(Math.floor((endsAt.getTime() - Date.now()) / 1000))
  for (const older of await findRefreshCookies()) if (older.name !== name) await clear(older)
  ;(await cookies()).set(name, writeRefreshToken(token, keys().refresh), options)
}

/**
 * Returns the refresh token of this request: null without a cookie, `unusable` for one that we did
 * not write.
 */
export async function readRefreshCookie(): Promise<RefreshToken | 'unusable' | null> {
  const found = await findRefreshCookies()
  if (found.length === 0) return null
  return found.find(({ token }) => token !== null)?.token ?? 'unusable'
}

/** A cookie with a former name that we did not write belongs to another program. */
async function findRefreshCookies(): Promise<OwnRefreshCookie[]> {
  const found = await findOwnCookies('refresh')
  return found
    .map((cookie) => ({ ...cookie, token: readWithAny(cookie.value) }))
    .filter(({ hasFormerName, token }) => token !== null || !hasFormerName)
}

/** During a rotation of the master key, the token may have been written with either key. */
function readWithAny(text: string): RefreshToken | null {
  const read = keyring().all.map(({ refresh }) => readRefreshToken(text, refresh))
  return read.find((token) => token !== null) ?? null
}

export async function clearRefreshCookie(): Promise<void> {
  for (const cookie of await findRefreshCookies()) await clear(cookie)
}

/** Clears the cookie if it belongs to that session. */
export async function clearRefreshCookieOf(sessionId: string): Promise<void> {
  for (const cookie of await findRefreshCookies())
    if (cookie.token?.sessionId === sessionId) await clear(cookie)
}

async function clear({ name }: FoundCookie): Promise<void> {
  ;(await cookies()).set(name, '', refreshCookie(0).options)
}
