import { clientHeader } from '@/lib/http/client-address'
import { scrub } from '@/lib/log/redact'

/** Where a request comes from. It opens no door: people are shown it, and whoever has to wait is told apart by it. */
export interface Client {
  /** As lib/http/client-address.ts has found it: of IPv6, the network. */
  address: string
  /** What its program calls itself. */
  userAgent: string
}

const maxUserAgentLength = 512

/** What somebody has mistaken for a place to put a token is not kept. */
export function clientOf(headers: Pick<Headers, 'get'>): Client {
  const userAgent = scrub(headers.get('user-agent') ?? '').slice(0, maxUserAgentLength)
  return { address: headers.get(clientHeader) ?? '', userAgent }
}
