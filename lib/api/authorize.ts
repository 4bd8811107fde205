import type { z } from 'zod'
import { isOwner } from '@/lib/accounts/installation'
import { env } from '@/lib/config/settings'
import { readJson } from '@/lib/http/body'
import { clientHeader } from '@/lib/http/client-address'
import { isNamedOrigin } from '@/lib/http/cors'
import { type Credential, isAttachedByBrowser, readCredential } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { credentialMissing, tokenInvalid } from '@/lib/http/refusals'
import { isProvenSameOrigin, isSameOrigin } from '@/lib/http/same-origin'
import { noteBadToken } from '@/lib/limits/bad-tokens'
import { readSessionCookie } from '@/lib/sessions/session-cookie'
import { hasSession, type Principal, type SessionPrincipal } from '@/shared/principal'
import type { UserRow } from '@/shared/user-row'
import {
  authenticate,
  authenticateAgain,
  authenticateSession,
  isMadeUp,
} from '@/verifier/authenticate'
import { credentialRefused } from '@/verifier/refused-credential'
import { recordUse } from '@/verifier/usage'

/**
 * Who is calling: by the credential in the headers, or, without one, by the browser's cookie.
 * @throws ProblemError `credential_missing`, `token_invalid` or `rate_limited`
 */
export async function requirePrincipal(request: Request): Promise<Principal> {
  const principal = await checkPrincipal(request)
  recordUse(principal)
  return principal
}

/**
 * The same, not counted as a use: for a look before the body is read.
 * @param credential where a route takes it in more ways than all of them do; null: the cookie counts
 * @throws ProblemError as `requirePrincipal`
 */
export async function checkPrincipal(
  request: Request,
  credential = readCredential(request.headers),
): Promise<Principal> {
  const principal = credential
    ? ((await authenticateOwnPage(request)) ?? (await authenticate(credential)))
    : await authenticateCookie()
  if (principal) return principal
  throw credential ? await refusalOf(credential, request) : tokenInvalid()
}

/**
 * By the cookie, behind a proxy whose password the browser attaches to every request of our pages.
 * Only where the browser says that one of them asks: a program's `Authorization` that is not ours
 * stays a bad credential, and never makes way for a cookie.
 * @returns null where this is no such request, or its session is over
 */
async function authenticateOwnPage({ headers }: Request): Promise<Principal | null> {
  const { publicUrl, corsOrigins } = env()
  if (!isAttachedByBrowser(headers)) return null
  if (!isProvenSameOrigin(headers, publicUrl) && !isNamedOrigin(headers, corsOrigins)) return null
  const cookie = await readSessionCookie()
  return cookie && authenticateSession(cookie)
}

/** A token that is valid is always let in; whoever has made up too many is told so. */
async function refusalOf(credential: Credential, { headers }: Request): Promise<ProblemError> {
  const limit = (await isMadeUp(credential))
    ? noteBadToken(() => headers.get(clientHeader) ?? '')
    : null
  return limit ? rateLimited(limit) : credentialRefused(credential)
}

/**
 * Who is calling, where an API token is not enough: it must not be able to entrench itself.
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
 * Who is calling, where it has to be the owner of the installation.
 * @throws ProblemError as `requireSession`, and `owner_required`
 */
export async function requireOwner(request: Request): Promise<SessionPrincipal> {
  const principal = await requireSession(request)
  if (await isOwner(principal.subject)) return principal
  throw new ProblemError('owner_required', 'Only the owner of this installation can do this.')
}

/**
 * Who is calling, and what they send. They are asked for before the body is read, so that strangers are not listened to, and again
 * after it: a body can be sent slowly, and what was revoked meanwhile does not write.
 * @throws ProblemError as `requireSession` and `readJson`
 */
export async function requireSessionAndJson<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<{ principal: SessionPrincipal; input: z.output<S> }> {
  const before = await requireSession(request)
  const input = await readJson(request, schema)
  const principal = await authenticateAgain(before)
  if (!principal) throw tokenInvalid()
  return { principal, input }
}

/**
 * Refuses a request that would count on the cookie and comes from another site. One that brings its
 * credential in a header shows by it that it is not a form on somebody's page; one that the browser
 * attaches by itself shows nothing.
 * @throws ProblemError `cross_origin`
 */
export function requireSameOrigin(request: Request): void {
  const { headers } = request
  if (readCredential(headers) === null || isAttachedByBrowser(headers)) requireOwnPage(request)
}

/**
 * The same, where the cookie counts whatever the headers hold.
 * @throws ProblemError `cross_origin`
 */
export function requireOwnPage({ headers }: Request): void {
  const { publicUrl, corsOrigins } = env()
  if (isSameOrigin(headers, publicUrl) || isNamedOrigin(headers, corsOrigins)) return
  throw new ProblemError('cross_origin', 'This request comes from another site.')
}

async function authenticateCookie(): Promise<Principal | null> {
  const cookie = await readSessionCookie()
  if (cookie) return authenticateSession(cookie)
  throw credentialMissing()
}

/**
 * The account of a principal.
 * @throws ProblemError `token_invalid` when it was removed a moment ago
 */
export async function requireUser(found: Promise<UserRow | null>): Promise<UserRow> {
  const user = await found
  if (!user) throw tokenInvalid()
  return user
}
