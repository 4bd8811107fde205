import type { IncomingMessage } from 'node:http'
import { isApiAddress } from '@/lib/http/address'

/*
 * Which request headers reach Next. Next and next-auth keep many for themselves (`x-middleware-*`, `x-nextjs-*`, `x-matched-path`,
 * `next-*`, `x-forwarded-*` and more with each version) and believe them: `x-middleware-prefetch`, for one, makes any route answer
 * `200 {}`. So this is a list of what Jeton reads, and everything else is dropped: a header that a later version invents is dropped too.
 */

const read = new Set([
  // Framing and addressing.
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  // Credentials.
  'authorization',
  'cookie',
  'xc-auth',
  'xc-token',
  // Where a request comes from.
  'access-control-request-headers',
  'access-control-request-method',
  'access-control-request-private-network',
  'origin',
  'referer',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'user-agent',
  // What the client accepts, and has already.
  'accept',
  'accept-encoding',
  'accept-language',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'idempotency-key',
])

/** By these, Next's client asks for a part of a page. They mean something only together with `rsc: 1`, on a page. */
const ofNavigation = new Set([
  'rsc',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-router-state-tree',
  // Next answers 307 where the `_rsc` of the address is not the hash of these, and its client asks again without end.
  'next-url',
])

/** In development, the browser is told of edits by this as well. */
const ofDevelopment = new Set([...ofNavigation, 'next-hmr-refresh'])

/**
 * Leaves a request only the headers that the app reads. The server adds its own afterwards.
 * @returns nothing: the request itself is changed
 */
export function dropForeignHeaders(request: IncomingMessage, { dev }: { dev: boolean }): void {
  const navigation = isNavigation(request) ? (dev ? ofDevelopment : ofNavigation) : none
  const isPassed = (name: string) => read.has(name) || navigation.has(name)
  const raw = request.rawHeaders
  request.rawHeaders = raw.filter((_, i) => isPassed((raw[i - (i % 2)] as string).toLowerCase()))
  const entries = Object.entries(request.headers)
  request.headers = Object.fromEntries(entries.filter(([name]) => isPassed(name)))
}

const none: ReadonlySet<string> = new Set()

const isNavigation = ({ method, url = '', headers }: IncomingMessage) =>
  headers.rsc === '1' && (method === 'GET' || method === 'HEAD') && !isApiAddress(url)
