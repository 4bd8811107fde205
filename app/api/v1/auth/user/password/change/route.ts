import { changePassword } from '@/lib/accounts/change-password'
import { requireSessionAndJson } from '@/lib/api/authorize'
import { requireUncommon } from '@/lib/api/new-password'
import { resource } from '@/lib/api/resource'
import { clientOf } from '@/lib/http/client'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { passwordChangeInput } from '@/lib/sign-in/schema'

/** Changes the password and ends the user's other sessions. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const { principal, input } = await requireSessionAndJson(request, passwordChangeInput)
    await requireUncommon({
      password: input.newPassword,
      email: principal.subject.email,
      path: 'newPassword',
    })
    const result = await changePassword(principal, input, clientOf(request.headers))
    if (result.outcome === 'changed') return Response.json({ msg: 'Password changed' })
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
    const message = 'The current password is wrong.'
    throw new ProblemError('credentials_wrong', message, {
      status: 400,
      errors: [{ path: 'currentPassword', message }],
    })
  },
})
