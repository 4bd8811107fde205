import { clientHeader } from '@/lib/http/client-address'
import { scrub } from '@/lib/log/redact'

/**
 * The client of a request. It is never used for authorization, only for display and to count rate
 * limits.
 */
export interface Client {
  /** The source address from lib/http/client-address.ts; for IPv6, the network. */
  address: string
  /** The `User-Agent` header. */
  userAgent: string
}

const maxUserAgentLength = 512

/**
 * Returns the client of a request. Token-like text in `User-Agent` is removed: somebody may have
 * put a token there by mistake.
 */
export function clientOf(headers: Pick<Headers, 'get'>): Client {
  const userAgent = scrub(headers.get('user-agent') ?? '').slice(0, maxUserAgentLength)
  return { address: headers.get(clientHeader) ?? '', userAgent }
}
