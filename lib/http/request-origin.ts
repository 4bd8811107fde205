import { clientHeader } from '@/lib/http/client-address'
import { scrub } from '@/lib/log/redact'

/**
 * Where a request comes from. It is never used for authorization, only for display and to count
 * rate limits.
 */
export interface RequestOrigin {
  /** The source address from lib/http/client-address.ts; for IPv6, the network. */
  address: string
  /** The `User-Agent` header. */
  userAgent: string
}

const maxUserAgentLength = 512

/**
 * Returns the origin of a request. Token-like text in `User-Agent` is removed: somebody may have
 * put a token there by mistake.
 */
export function requestOriginOf(headers: Pick<Headers, 'get'>): RequestOrigin {
  const userAgent = scrub(headers.get('user-agent') ?? '').slice(0, maxUserAgentLength)
  return { address: headers.get(clientHeader) ?? '', userAgent }
}
