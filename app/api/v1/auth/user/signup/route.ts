import { contract } from '@/app/api/v1/auth/user/signup/contract'
import { answerWithAuthToken } from '@/lib/api/auth-token'
import { resource } from '@/lib/api/resource'
import { passwordRefused } from '@/lib/api/user-refusals'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { linkInvalid, passwordsOff } from '@/lib/http/refusals'
import { readDeviceCookie } from '@/lib/sign-in/device-cookie'
import { join } from '@/lib/sign-in/join'
import { signUp } from '@/lib/sign-in/sign-up'

const refusals = {
  email_taken: 'There is an account with this email address already.',
  signup_closed: 'Sign-up is closed on this server.',
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ input: { email, password, name, token }, actor }) => {
    const device = await readDeviceCookie()
    const account = { email, password, displayName: name, device }
    const result =
      token === undefined ? await signUp(actor, account) : await join(actor, { ...account, token })
    if (result.outcome === 'signed_up') return answerWithAuthToken(result)
    if (result.outcome === 'password_refused') throw passwordRefused('password', result.fault)
    if (result.outcome === 'link_invalid') throw linkInvalid()
    if (result.outcome === 'passwords_off') throw passwordsOff()
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
    throw new ProblemError(result.outcome, refusals[result.outcome])
  },
})
