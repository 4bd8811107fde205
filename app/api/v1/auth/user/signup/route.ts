import { contract } from '@/app/api/v1/auth/user/signup/contract'
import { answerWithAuthToken } from '@/lib/api/auth-token'
import { requireUncommon } from '@/lib/api/new-password'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { tally } from '@/lib/metrics/tally'
import { signUp } from '@/lib/sign-in/sign-up'

const refusals = {
  email_taken: 'There is an account with this email address already.',
  signup_closed: 'Sign-up is closed on this server.',
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ input: { email, password, name }, client }) => {
    await requireUncommon({ password, email, path: 'password' })
    const result = await signUp({ email, password, displayName: name, client })
    tally().signUps[result.outcome === 'signed_up' ? 'accepted' : 'refused'] += 1
    if (result.outcome === 'signed_up') return answerWithAuthToken(result.principal)
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
    throw new ProblemError(result.outcome, refusals[result.outcome])
  },
})
