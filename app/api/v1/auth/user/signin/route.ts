import { z } from 'zod'
import { answerWithNewSession } from '@/lib/api/auth-token'
import { resource } from '@/lib/api/resource'
import { presentedPassword } from '@/lib/auth/passwords'
import { verifyCredentials } from '@/lib/auth/sign-in'
import { readJson } from '@/lib/http/body'
import { challenge } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import { emailAddress } from '@/lib/users/email'

const input = z.strictObject({ email: emailAddress, password: presentedPassword })

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const { email, password } = await readJson(request, input)
    const subject = await verifyCredentials(email, password)
    if (subject) return answerWithNewSession(request, subject)
    throw new ProblemError('credentials_wrong', 'The email address or the password is wrong.', {
      headers: { 'www-authenticate': challenge.missing },
    })
  },
})
