import { isIPv6 } from 'node:net'

/** Where everybody on the machine finds what listens there by the name that browsers know. */
const localHosts = ['127.0.0.1', '0.0.0.0', '[::]']

/**
 * An origin as browsers write it: an IPv6 address stands in brackets, in its one canonical spelling and without a zone, which no URL can
 * name (RFC 9844, section 3).
 * @param host a name or an address, such as a socket is bound to
 */
export function urlOf(host: string, port: number): string {
  const [address = ''] = host.split('%')
  return new URL(`http://${isIPv6(address) ? `[${address}]` : host}:${port}`).origin
}

/** The address to open for what listens on a host, which may stand for every address of the machine. */
export function addressToOpen(host: string, port: number): string {
  const { hostname } = new URL(urlOf(host, port))
  return urlOf(localHosts.includes(hostname) ? 'localhost' : host, port)
}
