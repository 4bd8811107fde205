import { env } from '@/lib/config/settings'
import { isNamedOrigin } from '@/lib/http/cors'
import { isAttachedByBrowser, readCredential } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import { isSameOrigin } from '@/lib/http/same-origin'

/**
 * Refuses a request from another site that relies on the cookie. A credential in a header shows
 * that the request is not a form on another site's page, unless the browser attaches that header by
 * itself.
 * @throws ProblemError `cross_origin`
 */
export function requireSameOrigin(request: Request): void {
  const { headers } = request
  if (readCredential(headers) === null || isAttachedByBrowser(headers)) requireOwnPage(request)
}

/**
 * Like `requireSameOrigin`, for routes where the cookie counts whatever the headers contain.
 * @throws ProblemError `cross_origin`
 */
export function requireOwnPage({ headers }: Request): void {
  const { publicUrl, corsOrigins } = env()
  if (isSameOrigin(headers, publicUrl) || isNamedOrigin(headers, corsOrigins)) return
  throw new ProblemError('cross_origin', 'This request comes from another site.')
}
