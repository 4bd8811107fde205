import { env } from '@/lib/config/settings'
import { credentialHeaders } from '@/lib/http/credentials'
import { type ProblemError, toAnswer } from '@/lib/http/problem'
import { credentialMissing, databaseUnavailable, tokenInvalid } from '@/lib/http/refusals'
import { serviceNotAllowed, serviceRequired, serviceUnknown } from '@/lib/http/service-refusals'
import { oncePerProcess } from '@/lib/once-per-process'
import type { Principal } from '@/shared/principal'
import { identityHeaders } from '@/verifier/identity-headers'

/** The response to a verification. */
export interface Verdict {
  status: number
  /** Alternating names and values. */
  headers: string[]
  body: string
}

/** The answer differs by credential. */
const varyingBy = oncePerProcess('verify-vary', () => {
  const [apiToken, authToken, authorization] = credentialHeaders
  return [apiToken, authToken, ...env().tokenHeaders, authorization].join(', ')
})
const accepted = oncePerProcess('verify-accepted', () =>
  Object.entries({ 'Cache-Control': 'no-store', Vary: varyingBy(), 'Content-Length': '0' }).flat(),
)

/** @param at the groups of the user and the service that asks, as `identityHeaders` takes them */
export function acceptance(
  principal: Principal,
  at: Parameters<typeof identityHeaders>[1],
): Verdict {
  return { status: 200, headers: accepted().concat(identityHeaders(principal, at)), body: '' }
}

export function refusal(error: ProblemError): Verdict {
  const { status, headers, body } = toAnswer(error)
  const length = `${Buffer.byteLength(body)}`
  const own = { 'content-length': length, vary: varyingBy(), 'x-content-type-options': 'nosniff' }
  const described = Object.entries({ ...headers, ...own }).flat()
  return { status, headers: described, body }
}

export const missing = oncePerProcess('verify-missing', () => refusal(credentialMissing()))
export const invalid = oncePerProcess('verify-invalid', () => refusal(tokenInvalid()))
export const unavailable = oncePerProcess('verify-unavailable', () =>
  refusal(databaseUnavailable()),
)
export const notAdmitted = oncePerProcess('verify-not-admitted', () => ({
  service_required: refusal(serviceRequired()),
  service_unknown: refusal(serviceUnknown()),
  service_not_allowed: refusal(serviceNotAllowed()),
}))
