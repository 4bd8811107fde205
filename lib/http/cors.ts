/*
 * Which other origins' pages may read our responses (CORS; Fetch Standard, section 3.3): none,
 * unless a setting names them. A named origin may also use the cookie, as our own pages do; `*`
 * allows every origin, but never with a cookie.
 */

/** Origins as browsers send them, or all of them. */
export type CorsOrigins = readonly string[] | '*'

/**
 * Request headers that are always allowed, beside the CORS-safelisted ones and those that the
 * preflight asks for.
 */
/** `idempotency-key` is ignored since 2026-11-29; pages that send it are still served. */
const requestHeaders = ['authorization', 'content-type', 'idempotency-key', 'xc-auth', 'xc-token']

/** A header name (RFC 9110, section 5.6.2), in lower case as preflights send it. */
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/
const maxAskedHeaders = 64

/** Response headers that a page may read, beside the CORS-safelisted ones. */
const exposedHeaders = 'allow, ratelimit, ratelimit-policy, retry-after, www-authenticate'

const preflightSeconds = 600

/**
 * Whether this is a preflight: the request that browsers send before one that a form could not
 * send.
 */
export function isPreflight({ method, headers }: Request): boolean {
  return (
    method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
  )
}

/** Whether the request comes from a page of an origin that the setting names. */
export function isNamedOrigin(headers: Headers, origins: CorsOrigins): boolean {
  const origin = headers.get('origin')
  return origin !== null && origins !== '*' && origins.includes(comparable(origin))
}

/**
 * Browsers send the host of a custom scheme as its program has registered it, in upper or lower
 * case.
 */
const comparable = (origin: string) => (/^https?:/i.test(origin) ? origin : origin.toLowerCase())

/**
 * Adds the CORS headers that let the requesting page read the response, if it may.
 * @param allow the resource's methods, as in `Allow`
 */
export function openToOrigin(
  request: Request,
  response: Response,
  origins: CorsOrigins,
  allow: string,
): void {
  if (origins.length === 0) return
  const { headers } = response
  // Responses without access vary as well: a cache must not serve one to an origin with access, or
  // the reverse.
  if (origins !== '*') headers.append('vary', 'Origin')
  const opened = originHeaders(request.headers, origins)
  if (!opened) return
  const more = isPreflight(request)
    ? preflightHeaders(request.headers, allow)
    : { 'access-control-expose-headers': exposedHeaders }
  for (const [name, value] of Object.entries({ ...opened, ...more })) headers.set(name, value)
}

function originHeaders(headers: Headers, origins: CorsOrigins): Record<string, string> | null {
  if (origins === '*') return { 'access-control-allow-origin': '*' }
  if (!isNamedOrigin(headers, origins)) return null
  return {
    'access-control-allow-origin': headers.get('origin') ?? '',
    'access-control-allow-credentials': 'true',
  }
}

const preflightHeaders = (headers: Headers, allow: string) => ({
  'access-control-allow-methods': allow,
  'access-control-allow-headers': allowedHeaders(headers).join(', '),
  'access-control-max-age': `${preflightSeconds}`,
})

/**
 * A page that may call us may send any header: tracing adds headers to every request, and no header
 * grants rights that the page does not have. The names are listed, since `*` does not apply to
 * requests with credentials and never covers `authorization`.
 */
function allowedHeaders(headers: Headers): string[] {
  const asked = (headers.get('access-control-request-headers') ?? '').split(',', maxAskedHeaders)
  const names = asked
    .map((name) => name.trim().toLowerCase())
    .filter((name) => headerName.test(name))
  return [...new Set([...requestHeaders, ...names])]
}
