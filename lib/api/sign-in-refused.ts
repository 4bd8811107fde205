import type { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import {
  codeWrong,
  credentialsWrong,
  passwordsOff,
  secondFactorRequired,
} from '@/lib/http/refusals'
import type { SignInResult } from '@/lib/sign-in/sign-in'

/** Returns the problem of a sign-in that has not started a session. */
export function signInRefused(
  result: Exclude<SignInResult, { outcome: 'signed_in' }>,
): ProblemError {
  switch (result.outcome) {
    case 'rate_limited':
      return rateLimited(result.limit)
    case 'second_factor_required':
      return secondFactorRequired({
        methods: result.methods,
        continue_token: result.continueToken,
      })
    case 'code_wrong':
      return codeWrong()
    case 'passwords_off':
      return passwordsOff()
    case 'credentials_wrong':
      return credentialsWrong('The email address or the password is wrong.')
  }
}
