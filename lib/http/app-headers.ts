import type { IncomingMessage } from 'node:http'
import { isApiAddress } from '@/lib/http/address'

/*
 * Which request headers reach Next. Next and next-auth use many for internal purposes
 * (`x-middleware-*`, `x-nextjs-*`, `x-matched-path`, `next-*`, `x-forwarded-*` and more with each
 * version) and trust them: `x-middleware-prefetch`, for example, makes any route answer `200 {}`.
 * This is therefore an allowlist of the headers that Jeton reads. All others are dropped, including
 * those that later versions introduce.
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
  // Request origin.
  'access-control-request-headers',
  'access-control-request-method',
  'access-control-request-private-network',
  'origin',
  'referer',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'user-agent',
  // Content negotiation and conditional requests.
  'accept',
  'accept-encoding',
  'accept-language',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
])

/**
 * Next's client requests a part of a page with these headers. They have a meaning only together
 * with `rsc: 1`, on a page.
 */
const ofNavigation = new Set([
  'rsc',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-router-state-tree',
  // Next answers 307 if the `_rsc` of the address is not the hash of these, and its client then
  // retries without end.
  'next-url',
])

/** In development, this header also reports edits to the browser. */
const ofDevelopment = new Set([...ofNavigation, 'next-hmr-refresh'])

/**
 * Removes all headers that the app does not read. The server adds its own afterwards. The request
 * is modified.
 */
export function dropForeignHeaders(request: IncomingMessage, { dev }: { dev: boolean }): void {
  const navigation = isNavigation(request) ? (dev ? ofDevelopment : ofNavigation) : none
  const isPassed = (name: string) =>
    read.has(name) || (navigation.has(name) && !isUnusedPrefetch(name, request))
  const raw = request.rawHeaders
  request.rawHeaders = raw.filter((_, i) => isPassed((raw[i - (i % 2)] as string).toLowerCase()))
  const entries = Object.entries(request.headers)
  request.headers = Object.fromEntries(entries.filter(([name]) => isPassed(name)))
}

const none: ReadonlySet<string> = new Set()

/** Other values request kinds of prefetches that no page supports: each would log an error. */
const isUnusedPrefetch = (name: string, { headers }: IncomingMessage) =>
  name === 'next-router-prefetch' && headers[name] !== '1'

const isNavigation = ({ method, url = '', headers }: IncomingMessage) =>
  headers.rsc === '1' && (method === 'GET' || method === 'HEAD') && !isApiAddress(url)

/**
 * Sets a request header for later readers and replaces the client's value.
 * @param name in lower case
 */
export function setHeader(request: IncomingMessage, name: string, value: string): void {
  const raw = request.rawHeaders
  const others = raw.filter((_, i) => raw[i - (i % 2)]?.toLowerCase() !== name)
  request.rawHeaders = [...others, name, value]
  request.headers[name] = value
}
