import type { z } from 'zod'
import { checkPrincipal } from '@/lib/api/caller'
import { hasForm, readFormText, validateForm } from '@/lib/http/body'
import { readClientSecret, readCredentialOrClientSecret, usesBasic } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import { offeringBasic } from '@/lib/http/refusals'
import type { Principal } from '@/shared/principal'
import { recordUse } from '@/verifier/usage'

/*
 * The caller of token introspection (RFC 7662, section 2.1). Besides the headers that every route
 * accepts, the credential may be an OAuth client's secret, sent as client_secret_basic or
 * client_secret_post (RFC 6749, section 2.3.1); the client id is ignored. The first that is present
 * counts: xc-token, xc-auth, Authorization, client_secret, the cookie.
 */

interface ClientAndForm<T> {
  principal: Principal
  input: T
}

/**
 * Returns the client and the validated form, and records a use of the client's credential.
 * @throws ProblemError as `requirePrincipal` and `readJson`
 */
export async function requireClientAndForm<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<ClientAndForm<z.output<S>>> {
  try {
    const received = await readClientAndForm(request, schema)
    recordUse(received.principal)
    return received
  } catch (error) {
    throw error instanceof ProblemError && usesBasic(request.headers) ? offeringBasic(error) : error
  }
}

async function readClientAndForm<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<ClientAndForm<z.output<S>>> {
  const inHeaders = readCredentialOrClientSecret(request.headers)
  // A caller who sends no credential in a header can send one only in a form.
  if (inHeaders || !hasForm(request)) await checkPrincipal(request, inHeaders)
  const form = new URLSearchParams(await readFormText(request))
  // Checked again: the body may have arrived slowly, and the credential may have been revoked
  // meanwhile.
  const principal = await checkPrincipal(request, inHeaders ?? readClientSecret(form))
  return { principal, input: validateForm(form, schema) }
}
