import { contract } from '@/app/api/v1/auth/user/signin/contract'
import { answerWithAuthToken } from '@/lib/api/auth-token'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { credentialsWrong } from '@/lib/http/refusals'
import { readDeviceCookie } from '@/lib/sign-in/device-cookie'
import { signIn } from '@/lib/sign-in/sign-in'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ input: { email, password }, actor }) => {
    const device = await readDeviceCookie()
    const result = await signIn(actor, { email, password, device })
    if (result.outcome === 'signed_in') return answerWithAuthToken(result)
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
    if (result.outcome === 'passwords_off')
      throw new ProblemError('passwords_off', 'This server takes no passwords.')
    throw credentialsWrong('The email address or the password is wrong.')
  },
})
