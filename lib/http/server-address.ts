import { env } from '@/lib/config/settings'
import { urlOf } from '@/lib/http/url-of'

/** Characters of a host and a port (RFC 3986, section 3.2). */
const hostPattern = /^[0-9A-Za-z.\-_[\]:]{1,255}$/

/** The origin under which the caller reached this server: what snippets show. No forwarded header is believed. */
export function serverAddress(headers: Headers): string {
  const { publicUrl, port } = env()
  if (publicUrl) return publicUrl
  const host = headers.get('host') ?? ''
  return hostPattern.test(host) ? `http://${host}` : urlOf('localhost', port)
}
