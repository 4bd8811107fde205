import { ProblemError } from '@/lib/http/problem'

/** An exceeded limit, and the time until the next try. */
export interface Limit {
  policy: string
  quota: number
  windowSeconds: number
  retryAfterSeconds: number
}

/** Returns a 429 with the headers of RFC 6585 and draft-ietf-httpapi-ratelimit-headers-10. */
export function rateLimited(limit: Limit): ProblemError {
  return new ProblemError('rate_limited', detailOf(limit), { headers: headersOf(limit) })
}

/**
 * Returns the same as a 403 for the verifier: nginx turns a 429 of an authentication subrequest
 * into a 500.
 */
export function verificationLimited(limit: Limit): ProblemError {
  const headers = { ...headersOf(limit), 'x-auth-error': 'rate_limited' }
  return new ProblemError('rate_limited', detailOf(limit), { status: 403, headers })
}

const detailOf = ({ retryAfterSeconds: seconds }: Limit) =>
  `Too many attempts. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`

const headersOf = ({ policy, quota, windowSeconds, retryAfterSeconds }: Limit) => ({
  'retry-after': `${retryAfterSeconds}`,
  'ratelimit-policy': `"${policy}";q=${quota};w=${windowSeconds}`,
  ratelimit: `"${policy}";r=0;t=${retryAfterSeconds}`,
})
