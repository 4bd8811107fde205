import { cookies } from 'next/headers'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring, keys } from '@/lib/config/keyring'
import { isHttps } from '@/lib/http/https'

/*
 * What our cookies are called: docs/decisions/0003-sessions-and-auth-tokens.md. A browser sends a
 * cookie to every port of a host (RFC 6265, section 8.5), so that a name that two programs share is
 * a cookie that each takes from the other. Ours hold a tag that follows from the master secret: the
 * instances of an installation share it, and no other program has it. While the secret is rotated,
 * cookies of both tags are read.
 */

export type OwnCookie =
  | 'session'
  | 'csrf'
  | 'callback-url'
  | 'refresh'
  | 'device'
  | 'language'
  | 'theme'

/** What they were called before they had a tag. Another program may have a cookie of that name. */
const formerNames: Partial<Record<OwnCookie, string>> = {
  session: 'next-auth.session-token',
  refresh: 'jeton.refresh',
  device: 'jeton.device',
  language: 'jeton.language',
  theme: 'jeton.theme',
}

/**
 * A cookie of this request that may be ours: one with a former name may also be another program's.
 */
export interface FoundCookie {
  name: string
  value: string
  hasFormerName: boolean
}

/**
 * On https the name promises the browser that this host set the cookie, over https and for all of
 * it (`__Host-`, RFC 6265bis), so that no neighbour can plant one.
 */
const onThisHost = (name: string) => (isHttps() ? `__Host-${name}` : name)

const taggedName = ({ cookieTag }: Keys, cookie: OwnCookie) =>
  onThisHost(`jeton-${cookieTag}.${cookie}`)

/** What a cookie of ours is called when it is set. */
export const ownCookieName = (cookie: OwnCookie) => taggedName(keys(), cookie)

/** A cookie of ours: kept from scripts; on https it never travels in the clear. Without an age it ends with the browser. */
export function ownCookie<SameSite extends 'lax' | 'strict'>(
  cookie: OwnCookie,
  { sameSite, maxAge }: { sameSite: SameSite; maxAge?: number },
) {
  const options = { httpOnly: true, sameSite, path: '/', secure: isHttps(), maxAge }
  return { name: ownCookieName(cookie), options }
}

/**
 * What this request has of a cookie, under each name that it may have; first the one that is set
 * today.
 */
export async function findOwnCookies(cookie: OwnCookie): Promise<FoundCookie[]> {
  const jar = await cookies()
  const former = formerNames[cookie]
  const names = [
    ...keyring().all.map((keys) => ({ name: taggedName(keys, cookie), hasFormerName: false })),
    ...(former === undefined ? [] : [{ name: onThisHost(former), hasFormerName: true }]),
  ]
  return names.flatMap((named) => {
    const value = jar.get(named.name)?.value
    return value === undefined ? [] : [{ ...named, value }]
  })
}

/** The value that counts. */
export async function readOwnCookie(cookie: OwnCookie): Promise<string | undefined> {
  return (await findOwnCookies(cookie))[0]?.value
}
