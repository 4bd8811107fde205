import { urlOf } from '@/lib/http/url-of'

/** Characters of a host and a port (RFC 3986, section 3.2). */
const hostPattern = /^[0-9A-Za-z.\-_[\]:]{1,255}$/

/**
 * Returns the origin by which the caller reached this server, for code snippets, links and passkeys.
 * Forwarded headers are not trusted.
 */
export function serverAddress(
  headers: Headers,
  { publicUrl, port }: { publicUrl: string | undefined; port: number },
): string {
  if (publicUrl) return publicUrl
  const host = headers.get('host') ?? ''
  return hostPattern.test(host) ? `http://${host}` : urlOf('localhost', port)
}
