/*
 * Which other origins' pages may read our answers (CORS; Fetch Standard, section 3.3): none, unless a setting names them. A named
 * origin may also count on the cookie, as our own pages do; `*` stands for everybody, and never for anybody's cookie.
 */

/** Origins as browsers send them, or everybody. */
export type CorsOrigins = readonly string[] | '*'

/** What a page may send beside the headers that need no asking, and beside those that it asks for. */
const requestHeaders = ['authorization', 'content-type', 'idempotency-key', 'xc-auth', 'xc-token']

/** The name of a header (RFC 9110, section 5.6.2), as browsers ask for it: in lower case. */
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/
const maxAskedHeaders = 64

/** What a page may read beside the headers that it always may. */
const exposedHeaders = 'allow, ratelimit, ratelimit-policy, retry-after, www-authenticate'

const preflightSeconds = 600

/** Whether this is the question that browsers ask before a request which a form could not send. */
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

/** Browsers send the host of a scheme of their own as some program has registered it, in upper or lower case. */
const comparable = (origin: string) => (/^https?:/i.test(origin) ? origin : origin.toLowerCase())

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
 * A page that may call us may send any header: tracing adds headers to every request, and none of them gives a right that the page does
 * not have. They are named, since `*` does not count beside credentials and never covers `authorization`.
 */
function allowedHeaders(headers: Headers): string[] {
  const asked = (headers.get('access-control-request-headers') ?? '').split(',', maxAskedHeaders)
  const names = asked
    .map((name) => name.trim().toLowerCase())
    .filter((name) => headerName.test(name))
  return [...new Set([...requestHeaders, ...names])]
}
