import { cookies } from 'next/headers'
import type { Keys } from '@/lib/config/derived-keys'
import { keyring, keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'

/*
 * The names of our cookies: docs/decisions/0003-sessions-and-auth-tokens.md. A browser sends a
 * cookie to every port of a host (RFC 6265, section 8.5), so two programs that share a name
 * overwrite each other's cookie. Our names contain a tag derived from the master key: the instances
 * of an installation share it, and no other program has it. During a rotation of the master key,
 * cookies with either tag are read.
 */

export type OwnCookie =
  | 'session'
  | 'csrf'
  | 'callback-url'
  | 'refresh'
  | 'device'
  | 'language'
  | 'theme'
  | 'owner-steps'
  | 'openid'
  | 'openid-state'
  | 'openid-pkce'
  | 'openid-nonce'
  | 'signed-out'

/** The names from before there was a tag. Another program may have a cookie of that name. */
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
 * On https, the prefix guarantees that this host set the cookie, over https and for all of its
 * paths (`__Host-`, RFC 6265bis), so that no neighbouring host can plant one.
 */
const onThisHost = (name: string) => (env().isHttps ? `__Host-${name}` : name)

const taggedName = ({ cookieTag }: Keys, cookie: OwnCookie) =>
  onThisHost(`jeton-${cookieTag}.${cookie}`)

/** The name under which a cookie is set. */
export const ownCookieName = (cookie: OwnCookie) => taggedName(keys(), cookie)

/**
 * Returns a cookie's name and options. Scripts cannot read it; on https it is never sent
 * unencrypted.
 * @param maxAge in seconds; without it, the cookie ends with the browser
 */
export function ownCookie<SameSite extends 'lax' | 'strict'>(
  cookie: OwnCookie,
  { sameSite, maxAge }: { sameSite: SameSite; maxAge?: number },
) {
  const options = { httpOnly: true, sameSite, path: '/', secure: env().isHttps, maxAge }
  return { name: ownCookieName(cookie), options }
}

/** Finds a cookie in this request under each of its possible names, the current one first. */
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

/** Returns the value that takes precedence. */
export async function readOwnCookie(cookie: OwnCookie): Promise<string | undefined> {
  return (await findOwnCookies(cookie))[0]?.value
}
