import { isIPv6 } from 'node:net'

/** Characters of a host and a port (RFC 3986, section 3.2). */
const hostPattern = /^[0-9A-Za-z.\-_[\]:]{1,255}$/

/**
 * Returns the origin by which the caller reached this server, for code snippets, links and
 * passkeys. Forwarded headers are not trusted.
 */
export function serverAddress(
  headers: Headers,
  { publicUrl, port }: { publicUrl: string | undefined; port: number },
): string {
  if (publicUrl) return publicUrl
  const host = headers.get('host') ?? ''
  return hostPattern.test(host) ? `http://${host}` : urlOf('localhost', port)
}

/** Listen addresses that browsers on this machine reach as `localhost`. */
const localHosts = ['127.0.0.1', '0.0.0.0', '[::]']

/**
 * Returns an origin as browsers write it: an IPv6 address in brackets, in its canonical spelling
 * and without a zone, which no URL can contain (RFC 9844, section 3).
 * @param host a host name or address that a socket is bound to
 */
export function urlOf(host: string, port: number): string {
  const [address = ''] = host.split('%')
  return new URL(`http://${isIPv6(address) ? `[${address}]` : host}:${port}`).origin
}

/**
 * Returns the address to open in a browser for a listener, which may be bound to all addresses of
 * the machine.
 */
export function addressToOpen(host: string, port: number): string {
  const { hostname } = new URL(urlOf(host, port))
  return urlOf(localHosts.includes(hostname) ? 'localhost' : host, port)
}
