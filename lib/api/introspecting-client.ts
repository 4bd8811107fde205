import { checkPrincipal } from '@/lib/api/authorize'
import { hasForm, readFormText, validate } from '@/lib/http/body'
import { readClientSecret, readCredentialOrClientSecret, usesBasic } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import { offeringBasic } from '@/lib/http/refusals'
import { introspectionInput } from '@/lib/sign-in/schema'
import type { Principal } from '@/shared/principal'

/*
 * Who asks about a token (RFC 7662, section 2.1). Beside the headers that every route takes, the credential may be an OAuth client's
 * secret, as client_secret_basic or client_secret_post has it (RFC 6749, section 2.3.1); the client id is not looked at. The first that
 * is present counts: xc-token, xc-auth, Authorization, client_secret, the cookie.
 */

interface Asked {
  caller: Principal
  /** What is asked about. */
  token: string
}

/** @throws ProblemError as `requirePrincipal` and `readJson` */
export async function requireCallerAndToken(request: Request): Promise<Asked> {
  try {
    return await readAsked(request)
  } catch (error) {
    throw error instanceof ProblemError && usesBasic(request.headers) ? offeringBasic(error) : error
  }
}

async function readAsked(request: Request): Promise<Asked> {
  const inHeaders = readCredentialOrClientSecret(request.headers)
  // Only a form can hold the credential of a caller who has sent none in a header.
  if (inHeaders || !hasForm(request)) await checkPrincipal(request, inHeaders)
  const form = new URLSearchParams(await readFormText(request))
  // Asked for again: the body may have taken its time, and the caller may have been revoked meanwhile.
  const caller = await checkPrincipal(request, inHeaders ?? readClientSecret(form))
  const { token } = validate(Object.fromEntries(form), introspectionInput)
  return { caller, token }
}
