/*
 * Which other origins' pages may read our answers (CORS; Fetch Standard, section 3.3): none, unless a setting names them. A named
 * origin may also count on the cookie, as our own pages do; `*` stands for everybody, and never for anybody's cookie.
 */

/** Origins as browsers send them, or everybody. */
export type CorsOrigins = readonly string[] | '*'

/** What a page may send beside the headers that need no asking. */
const requestHeaders = 'authorization, content-type, idempotency-key, xc-auth, xc-token'

/** What a page may read beside the headers that it always may. */
const exposedHeaders = 'allow, ratelimit, ratelimit-policy, retry-after, www-authenticate'

const preflightSeconds = 600

/** Whether this is the question that browsers ask before a request which a form could not send. */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
}

/** Whether the request comes from a page of an origin that the setting names. */
export function isNamedOrigin(headers: Headers, origins: CorsOrigins): boolean {
  const origin = headers.get('origin')
  return origin !== null && origins !== '*' && origins.includes(origin)
}

/**
 * Lets the page that asked read the answer, where it may.
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
  // Also where the answer is closed: a cache must not give it to a page that may read it, or the other way round.
  if (origins !== '*') headers.append('vary', 'Origin')
  const opened = originHeaders(request.headers, origins)
  if (!opened) return
  const more = isPreflight(request)
    ? preflightHeaders(allow)
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

const preflightHeaders = (allow: string) => ({
  'access-control-allow-methods': allow,
  'access-control-allow-headers': requestHeaders,
  'access-control-max-age': `${preflightSeconds}`,
})
