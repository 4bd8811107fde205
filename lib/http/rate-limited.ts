import { ProblemError } from '@/lib/http/problem'

/** What was too much, and when it will be less. */
export interface Limit {
  policy: string
  quota: number
  windowSeconds: number
  retryAfterSeconds: number
}

/** Told as RFC 6585 and draft-ietf-httpapi-ratelimit-headers-10 do. */
export function rateLimited(limit: Limit): ProblemError {
  return new ProblemError('rate_limited', detailOf(limit), { headers: headersOf(limit) })
}

/** The same where a proxy asks: nginx makes 500 of a 429. */
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
