import type { IncomingMessage, Server } from 'node:http'
import { type BlockList, isIP, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import { setHeader } from '@/lib/http/app-headers'

/*
 * The source address of a request, for rate limits and the audit log: the address of the connection
 * or, behind trusted proxies, the one that they report in `X-Forwarded-For`. A client of
 * the Unix socket is a trusted proxy. The address is never used for authorization.
 */

/** The number of proxies in front, or their addresses. */
export type TrustedProxies = number | BlockList

/**
 * The header that carries the source address to the handlers. The value that a client sends is
 * dropped.
 */
export const clientHeader = 'x-jeton-client'

/** Connections that have no address. A closed connection has none either. */
const unixConnections = new WeakSet<Socket>()

/**
 * Takes the connections of a server, which listens on a Unix socket, for those of trusted proxies.
 */
export function trustSocketsOf(server: Server): void {
  server.on('connection', (socket) => unixConnections.add(socket))
}

/**
 * Returns the source address. Each proxy has appended the address that connected to it, so the
 * client is the first address from the right that is not a trusted proxy.
 */
export function clientAddressOf(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  trusted: TrustedProxies,
): string {
  const forwarded = [headers['x-forwarded-for'] ?? ''].flat().join(',')
  const callers = [bare(socket.remoteAddress ?? ''), ...forwarded.split(',').reverse().map(bare)]
  let client = callers[0] ?? ''
  const isLocal = unixConnections.has(socket)
  for (let hops = 0; (hops === 0 && isLocal) || isTrusted(client, hops, trusted); hops += 1) {
    const next = callers[hops + 1]
    if (next === undefined || isIP(next) === 0) break
    client = next
  }
  return network(client)
}

/** Sets the source address header, in place of a value that the client may have sent. */
export function announceClient(request: IncomingMessage, address: string): void {
  setHeader(request, clientHeader, address)
}

function isTrusted(address: string, hops: number, trusted: TrustedProxies): boolean {
  if (typeof trusted === 'number') return hops < trusted
  return trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Removes port, brackets, zone and the IPv6 form of an IPv4 address. */
function bare(text: string): string {
  const [, bracketed, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text.trim()) ?? []
  const address = (bracketed ?? withPort ?? text.trim()).replace(/%.*$/, '')
  return isIP(address) === 0 ? address : ipaddr.process(address).toString()
}

/**
 * Reduces an IPv6 address to its /64 network: one client has all 2^64 addresses of it, which count
 * as one.
 */
function network(address: string): string {
  if (isIP(address) !== 6) return address
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, 4)
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`
}
