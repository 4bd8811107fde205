import { ProblemError } from '@/lib/http/problem'

/*
 * Refusals of a valid token that is not accepted at the service that asks. A proxy that forwards no
 * body can forward the header.
 */

const refusal = (
  code: 'service_required' | 'service_unknown' | 'service_not_allowed',
  detail: string,
) => new ProblemError(code, detail, { headers: { 'x-auth-error': code } })

/** Also for Jeton's own API, which is no service that a token could have on its list. */
export const serviceRequired = () =>
  refusal('service_required', 'This token is good only at the services on its list.')

/** Closed: a name that is misspelt in a proxy's configuration opens nothing. */
export const serviceUnknown = () =>
  refusal('service_unknown', 'This installation has no service of this name.')

export const serviceNotAllowed = () =>
  refusal('service_not_allowed', 'This token may not be used at this service.')
