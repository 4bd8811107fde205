import { contract } from '@/app/api/v1/auth/user/password/change/contract'
import { changePassword } from '@/lib/accounts/change-password'
import { resource } from '@/lib/api/resource'
import { passwordRefused } from '@/lib/api/user-refusals'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { passwordsOff } from '@/lib/http/refusals'

/** Changes the password and ends the user's other sessions. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ input, actor }) => {
    const result = await changePassword(actor, input)
    if (result.outcome === 'changed') return { msg: 'Password changed' }
    if (result.outcome === 'password_refused') throw passwordRefused('newPassword', result.fault)
    if (result.outcome === 'passwords_off') throw passwordsOff()
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
    const message = 'The current password is wrong.'
    throw new ProblemError('credentials_wrong', message, {
      status: 400,
      errors: [{ path: 'currentPassword', message }],
    })
  },
})
