import { isHttps } from '@/lib/http/https'

/**
 * What a cookie of ours is called. On https its name promises the browser that this host set it, over https and for all of it (`__Host-`,
 * RFC 6265bis), so that no neighbour can plant one.
 */
export const ownCookieName = (name: string) => (isHttps() ? `__Host-${name}` : name)

/** A cookie of ours: kept from scripts; on https it never travels in the clear. Without an age it ends with the browser. */
export function ownCookie<SameSite extends 'lax' | 'strict'>(
  name: string,
  { sameSite, maxAge }: { sameSite: SameSite; maxAge?: number },
) {
  const options = { httpOnly: true, sameSite, path: '/', secure: isHttps(), maxAge }
  return { name: ownCookieName(name), options }
}
