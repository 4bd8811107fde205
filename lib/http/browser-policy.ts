import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isHttps } from '@/lib/http/https'
import { setHeader } from '@/lib/http/set-header'

/*
 * What a browser may do with an answer: docs/decisions/0016-browser-policy.md. The server gives these headers to every answer but
 * verification's, so that nothing that answers can forget one.
 */

/** Directives of a Content-Security-Policy and their sources; `{nonce}` stands for the answer's own. */
type Directives = Record<string, string>

interface Policy {
  /** An address; what lies below it, too. */
  at: string
  csp: Directives
  headers: Record<string, string>
}

const nothing: Directives = {
  'default-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/**
 * Our own files, and the inline scripts that carry the nonce; no inline style, no eval, nothing from elsewhere. Not `'strict-dynamic'`, which
 * would let a script that was found in a text run as soon as another one puts it into the page.
 */
const page: Directives = {
  ...nothing,
  'script-src': "'self' 'nonce-{nonce}'",
  'style-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
}

/** The development tools of React and Next evaluate code and write styles. */
const pageInDevelopment: Directives = {
  ...page,
  'script-src': "'self' 'nonce-{nonce}' 'unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
}

/** What no page of ours asks a browser for. */
const refusedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]

const everywhere = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
}

/** Two years, and for the hosts below this one (RFC 6797). */
const onHttps = { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' }

const unstored = { 'Cache-Control': 'no-store' }

const onPages = {
  ...unstored,
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': refusedFeatures.map((feature) => `${feature}=()`).join(', '),
}

/** The first that holds an address counts. */
const exceptions: readonly Policy[] = [
  { at: '/api', csp: nothing, headers: unstored },
  { at: '/.well-known', csp: nothing, headers: unstored },
  { at: '/_next/static', csp: nothing, headers: {} },
]

/** What the answer to one request gets, where it does not say otherwise. */
export type BrowserPolicy = Map<string, string>

const cspName = 'Content-Security-Policy'

/** @returns a request's policy, by its target and a nonce that is new for every answer */
export function browserPolicies({
  dev,
}: {
  dev: boolean
}): (target: string, nonce?: string) => BrowserPolicy {
  const always = isHttps() ? { ...everywhere, ...onHttps } : everywhere
  const write = ({ at, csp, headers }: Policy) => ({
    at,
    policy: new Map([[cspName, print(csp)], ...Object.entries({ ...always, ...headers })]),
  })
  const written = exceptions.map(write)
  const pages = write({ at: '', csp: dev ? pageInDevelopment : page, headers: onPages })
  return (target, nonce) => {
    const [path = ''] = target.split('?', 1)
    const { policy } = written.find(({ at }) => path === at || path.startsWith(`${at}/`)) ?? pages
    const csp = policy.get(cspName)?.replace('{nonce}', () => nonce ?? makeNonce())
    return new Map(policy).set(cspName, csp ?? '')
  }
}

/** 128 random bits. */
const makeNonce = () => randomBytes(16).toString('base64')

const print = (directives: Directives) =>
  Object.entries(directives)
    .map((directive) => directive.join(' '))
    .join('; ')

/** Next takes the nonce of its scripts from the policy that the request names: that is ours, and nobody else's. */
export function tellNonce(request: IncomingMessage, policy: BrowserPolicy): void {
  setHeader(request, cspName.toLowerCase(), policy.get(cspName) ?? '')
}
