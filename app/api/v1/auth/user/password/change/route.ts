import { contract } from '@/app/api/v1/auth/user/password/change/contract'
import { changePassword } from '@/lib/accounts/change-password'
import { requireUncommon } from '@/lib/api/new-password'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'

/** Changes the password and ends the user's other sessions. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ principal, input, client }) => {
    await requireUncommon({
      password: input.newPassword,
      email: principal.subject.email,
      path: 'newPassword',
    })
    const result = await changePassword(principal, input, client)
    if (result.outcome === 'changed') return { msg: 'Password changed' }
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
    const message = 'The current password is wrong.'
    throw new ProblemError('credentials_wrong', message, {
      status: 400,
      errors: [{ path: 'currentPassword', message }],
    })
  },
})
