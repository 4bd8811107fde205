import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { setHeader } from '@/lib/http/app-headers'

/*
 * The policy of a browser for a response: docs/decisions/0016-browser-policy.md. The server adds
 * these headers to every response except the verifier's, so that no handler can omit one.
 */

/**
 * Directives of a Content-Security-Policy and their sources; `{nonce}` stands for the nonce of the
 * response.
 */
type Directives = Record<string, string>

interface Policy {
  /** A path, which includes the paths below it. */
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
 * Allows our own files and inline scripts with the nonce; no inline styles, no eval, no other
 * origins. It does not use `'strict-dynamic'`, which would run a script injected through text as
 * soon as another script inserts it into the page.
 */
const page: Directives = {
  ...nothing,
  'script-src': "'self' 'nonce-{nonce}'",
  'style-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
}

/** The development tools of React and Next evaluate code and insert styles. */
const pageInDevelopment: Directives = {
  ...page,
  'script-src': "'self' 'nonce-{nonce}' 'unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
}

/** Browser features that no page of ours uses. */
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

/** For two years, including subdomains (RFC 6797). */
const onHttps = { 'Strict-Transport-Security': 'max-age=63072000; includeSubDomains' }

const unstored = { 'Cache-Control': 'no-store' }

const onPages = {
  ...unstored,
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': refusedFeatures.map((feature) => `${feature}=()`).join(', '),
}

/** Pages whose address holds a token that works once. */
const linkPages = ['/join', '/reset-password']

const onLinkPages = { ...onPages, 'Referrer-Policy': 'no-referrer' }

/** The first policy that contains the path applies. */
const exceptions: readonly Policy[] = [
  { at: '/api', csp: nothing, headers: unstored },
  { at: '/.well-known', csp: nothing, headers: unstored },
  { at: '/_next/static', csp: nothing, headers: {} },
]

/** Headers of the response to one request, unless the handler sets them itself. */
export type BrowserPolicy = Map<string, string>

const cspName = 'Content-Security-Policy'

/**
 * @param isHttps whether the public address is https
 * @returns a function that returns the policy of a request by its target, and by a nonce that is
 * new for each response
 */
export function browserPolicies({
  dev,
  isHttps,
}: {
  dev: boolean
  isHttps: boolean
}): (target: string, nonce?: string) => BrowserPolicy {
  const always = isHttps ? { ...everywhere, ...onHttps } : everywhere
  const write = ({ at, csp, headers }: Policy) => ({
    at,
    policy: new Map([[cspName, print(csp)], ...Object.entries({ ...always, ...headers })]),
  })
  const csp = dev ? pageInDevelopment : page
  const written = [
    ...exceptions,
    ...linkPages.map((at) => ({ at, csp, headers: onLinkPages })),
  ].map(write)
  const pages = write({ at: '', csp, headers: onPages })
  return (target, nonce) => {
    const [path = ''] = target.split('?', 1)
    const { policy } = written.find(({ at }) => path === at || path.startsWith(`${at}/`)) ?? pages
    const filled = policy.get(cspName)?.replace('{nonce}', () => nonce ?? makeNonce())
    return new Map(policy).set(cspName, filled ?? '')
  }
}

/** 128 random bits. */
const makeNonce = () => randomBytes(16).toString('base64')

const print = (directives: Directives) =>
  Object.entries(directives)
    .map((directive) => directive.join(' '))
    .join('; ')

/**
 * Passes the nonce to Next, which reads the nonce of its scripts from the request's
 * Content-Security-Policy header. A header sent by the client is replaced.
 */
export function passNonce(request: IncomingMessage, policy: BrowserPolicy): void {
  setHeader(request, cspName.toLowerCase(), policy.get(cspName) ?? '')
}
