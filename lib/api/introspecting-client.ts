import { checkPrincipal } from '@/lib/api/authorize'
import { hasForm, readFormText, validate } from '@/lib/http/body'
import { readClientSecret, readCredentialOrClientSecret, usesBasic } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import { offeringBasic } from '@/lib/http/refusals'
import { introspectionInput } from '@/lib/sign-in/schema'
import type { Principal } from '@/shared/principal'

/*
 * The caller of token introspection (RFC 7662, section 2.1). Besides the headers that every route
 * accepts, the credential may be an OAuth client's secret, sent as client_secret_basic or
 * client_secret_post (RFC 6749, section 2.3.1); the client id is ignored. The first that is present
 * counts: xc-token, xc-auth, Authorization, client_secret, the cookie.
 */

interface Asked {
  caller: Principal
  /** The token to introspect. */
  token: string
}

/**
 * Returns the caller and the token to introspect.
 * @throws ProblemError as `requirePrincipal` and `readJson`
 */
export async function requireCallerAndToken(request: Request): Promise<Asked> {
  try {
    return await readAsked(request)
  } catch (error) {
    throw error instanceof ProblemError && usesBasic(request.headers) ? offeringBasic(error) : error
  }
}

async function readAsked(request: Request): Promise<Asked> {
  const inHeaders = readCredentialOrClientSecret(request.headers)
  // A caller who sends no credential in a header can send one only in a form.
  if (inHeaders || !hasForm(request)) await checkPrincipal(request, inHeaders)
  const form = new URLSearchParams(await readFormText(request))
  // Checked again: the body may have arrived slowly, and the credential may have been revoked
  // meanwhile.
  const caller = await checkPrincipal(request, inHeaders ?? readClientSecret(form))
  const { token } = validate(Object.fromEntries(form), introspectionInput)
  return { caller, token }
}
