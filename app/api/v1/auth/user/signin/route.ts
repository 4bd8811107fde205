import { answerWithAuthToken } from '@/lib/api/auth-token'
import { resource } from '@/lib/api/resource'
import { readJson } from '@/lib/http/body'
import { clientOf } from '@/lib/http/client'
import { rateLimited } from '@/lib/http/rate-limited'
import { credentialsWrong } from '@/lib/http/refusals'
import { signInInput } from '@/lib/sign-in/schema'
import { signIn } from '@/lib/sign-in/sign-in'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const { email, password } = await readJson(request, signInInput)
    const result = await signIn({ email, password, client: clientOf(request.headers) })
    if (result.outcome === 'signed_in') return answerWithAuthToken(result.principal)
    if (result.outcome === 'rate_limited') throw rateLimited(result.limit)
    throw credentialsWrong('The email address or the password is wrong.')
  },
})
