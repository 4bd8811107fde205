import { z } from 'zod'
import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { changePassword } from '@/lib/auth/change-password'
import { newPassword, presentedPassword } from '@/lib/auth/passwords'
import { readJson } from '@/lib/http/body'
import { ProblemError } from '@/lib/http/problem'

const input = z.strictObject({ currentPassword: presentedPassword, newPassword })

/** Changes the password and ends the user's other sessions. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const principal = await requireSession(request)
    const passwords = await readJson(request, input)
    if (await changePassword(principal, passwords)) return Response.json({ msg: 'Password changed' })
    const message = 'The current password is wrong.'
    throw new ProblemError('credentials_wrong', message, {
      status: 400,
      errors: [{ path: 'currentPassword', message }],
    })
  },
})
