import type { IncomingMessage } from 'node:http'
import { type BlockList, isIP } from 'node:net'
import { setHeader } from '@/lib/http/set-header'

/*
 * Whose request it is, as far as limits and the activity care: the address of whoever is connected, or, behind proxies that a setting names, what they say in
 * `X-Forwarded-For`. It opens no door; it only says who has to wait, and is written down.
 */

/** How many proxies stand in front, or which addresses they have. */
export type TrustedProxies = number | BlockList

/** How the process tells the handlers of the address. What a client sends under this name is dropped. */
export const clientHeader = 'x-jeton-client'

/** Each proxy has appended whom it was called by: from the right, the first that is no proxy of ours is the client. */
export function clientAddressOf(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  trusted: TrustedProxies,
): string {
  const forwarded = [headers['x-forwarded-for'] ?? ''].flat().join(',')
  const callers = [bare(socket.remoteAddress ?? ''), ...forwarded.split(',').reverse().map(bare)]
  let client = callers[0] ?? ''
  for (let hops = 0; isTrusted(client, hops, trusted); hops += 1) {
    const next = callers[hops + 1]
    if (next === undefined || isIP(next) === 0) break
    client = next
  }
  return network(client)
}

/** Writes the address into the request, in place of what the client may have put there. */
export function announceClient(request: IncomingMessage, address: string): void {
  setHeader(request, clientHeader, address)
}

function isTrusted(address: string, hops: number, trusted: TrustedProxies): boolean {
  if (typeof trusted === 'number') return hops < trusted
  return trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Without a port, brackets, a zone, or the form in which IPv6 writes an address of IPv4. */
function bare(text: string): string {
  const [, bracketed, withPort] = /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text.trim()) ?? []
  return (bracketed ?? withPort ?? text.trim())
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/i, '')
}

/** Whoever has one address of IPv6 has 2^64 of them: they count as one. */
function network(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')))
  const zeros = Array(8 - (before?.length ?? 0) - (after?.length ?? 0)).fill('0')
  const groups =
    tail === undefined ? (before ?? []) : [...(before ?? []), ...zeros, ...(after ?? [])]
  return `${groups.slice(0, 4).join(':')}::/64`
}
