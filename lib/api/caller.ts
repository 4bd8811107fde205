import { isOwner } from '@/lib/accounts/installation'
import { env } from '@/lib/config/settings'
import { clientHeader } from '@/lib/http/client-address'
import { isNamedOrigin } from '@/lib/http/cors'
import { type Credential, isAttachedByBrowser, readCredential } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { credentialMissing, ownerRequired, tokenInvalid } from '@/lib/http/refusals'
import { isProvenSameOrigin } from '@/lib/http/same-origin'
import { serviceRequired } from '@/lib/http/service-refusals'
import { noteBadToken } from '@/lib/limits/bad-tokens'
import { readSessionCookie } from '@/lib/sessions/session-cookie'
import { hasSession, type Principal, type SessionPrincipal } from '@/shared/principal'
import type { UserRow } from '@/shared/user-row'
import { authenticate, authenticateSession, isUnknownToken } from '@/verifier/authenticate'
import { credentialRefused } from '@/verifier/refused-credential'
import { recordUse } from '@/verifier/usage'

/**
 * Returns the caller, authenticated by the credential in the headers or, without one, by the
 * browser's cookie. Records a use of the credential.
 * @throws ProblemError `credential_missing`, `token_invalid`, `service_required` or `rate_limited`
 */
export async function requirePrincipal(request: Request): Promise<Principal> {
  const principal = await checkPrincipal(request)
  recordUse(principal)
  return principal
}

/**
 * Like `requirePrincipal`, but records no use: for a check before the body is read.
 * @param credential for a route that accepts it in more ways than the others do; null: the cookie
 * counts
 * @throws ProblemError as `requirePrincipal`
 */
export async function checkPrincipal(
  request: Request,
  credential = readCredential(request.headers),
): Promise<Principal> {
  const principal = credential
    ? ((await authenticateOwnPage(request)) ?? (await authenticate(credential)))
    : await authenticateCookie()
  if (principal) return refuseListedToken(principal)
  throw credential ? await refusalOf(credential, request) : tokenInvalid()
}

/**
 * Refuses a token with a list: Jeton's own API is no service that could be on it.
 * @throws ProblemError `service_required`
 */
function refuseListedToken(principal: Principal): Principal {
  const { credential } = principal
  if (credential.kind === 'api_token' && credential.services) throw serviceRequired()
  return principal
}

/**
 * Authenticates by the cookie, behind a proxy whose password the browser attaches to every request
 * of our pages. This applies only where the browser states that one of our pages, or of an allowed
 * origin, sent the request: a program's `Authorization` that is not ours remains a bad credential,
 * and never makes way for a cookie.
 * @returns null for any other request, or when the session has ended
 */
async function authenticateOwnPage({ headers }: Request): Promise<Principal | null> {
  const { publicUrl, corsOrigins } = env()
  if (!isAttachedByBrowser(headers)) return null
  if (!isProvenSameOrigin(headers, publicUrl) && !isNamedOrigin(headers, corsOrigins)) return null
  const cookie = await readSessionCookie()
  return cookie && authenticateSession(cookie)
}

/**
 * A valid token is always accepted. Only a source of too many unknown tokens gets `rate_limited`.
 */
async function refusalOf(credential: Credential, { headers }: Request): Promise<ProblemError> {
  const limit = (await isUnknownToken(credential))
    ? noteBadToken(() => headers.get(clientHeader) ?? '')
    : null
  return limit ? rateLimited(limit) : credentialRefused(credential)
}

/**
 * Returns the caller, who must act by a session. API tokens are refused: one must not be able to
 * extend its own access.
 * @throws ProblemError as `requirePrincipal`, and `session_required`
 */
export async function requireSession(request: Request): Promise<SessionPrincipal> {
  const principal = await requirePrincipal(request)
  if (hasSession(principal)) return principal
  throw new ProblemError(
    'session_required',
    'An API token cannot do this. Sign in, or send an auth token as xc-auth.',
  )
}

/**
 * Returns the caller, who must be an owner of the installation.
 * @throws ProblemError as `requireSession`, and `owner_required`
 */
export async function requireOwner(request: Request): Promise<SessionPrincipal> {
  const principal = await requireSession(request)
  if (await isOwner(principal.subject)) return principal
  throw ownerRequired()
}

async function authenticateCookie(): Promise<Principal | null> {
  const cookie = await readSessionCookie()
  if (cookie) return authenticateSession(cookie)
  throw credentialMissing()
}

/**
 * Returns an account that was read for its user, who must still have it.
 * @throws ProblemError `token_invalid` when the account has just been removed
 */
export async function requireUser(found: Promise<UserRow | null>): Promise<UserRow> {
  const user = await found
  if (!user) throw tokenInvalid()
  return user
}
