import NextAuth from 'next-auth'
import { route } from '@/lib/api/route'
import { signInRefused } from '@/lib/api/sign-in-refused'
import { readFormText } from '@/lib/http/body'
import { clearSiteData } from '@/lib/http/clear-site-data'
import { ProblemError } from '@/lib/http/problem'
import { stopAutomaticSignIn } from '@/lib/sessions/automatic-sign-in-cookie'
import { nextAuthOptions } from '@/lib/sessions/next-auth-options'
import { isNextAuthAction, toNextAuthRequest } from '@/lib/sessions/next-auth-request'
import { NextAuthResponse } from '@/lib/sessions/next-auth-response'
import { clearOlderSessionCookies, sessionCookie } from '@/lib/sessions/session-cookie'

interface Params {
  nextauth: string[]
}

/** Answers the next-auth actions that we use. */
async function answer(
  request: Request,
  { nextauth }: Params,
  form: string | null,
): Promise<Response> {
  if (!isNextAuthAction(request.method, nextauth)) {
    throw new ProblemError('not_found', 'There is nothing at this address.')
  }
  const hidden: unknown[] = []
  const options = nextAuthOptions({
    refusal: (result) => hidden.push(signInRefused(result)),
    failure: (error) => hidden.push(error),
  })
  const answered = new NextAuthResponse()
  await NextAuth(options)(await toNextAuthRequest(request, nextauth, form), answered)
  for (const error of hidden) throw error
  if (answered.lacksCsrfToken()) throw csrfTokenWrong()
  const response = answered.toResponse()
  const line = sessionLineOf(response)
  if (line === undefined) return response
  await clearOlderSessionCookies()
  if (nextauth[0] === 'signout') {
    response.headers.set(...clearSiteData)
    await stopAutomaticSignIn()
  }
  return response
}

function csrfTokenWrong(): ProblemError {
  const message = 'Send the csrfToken of /api/auth/csrf, with the cookie that came with it.'
  return new ProblemError('input_invalid', message, { errors: [{ path: 'csrfToken', message }] })
}

/** Returns the `Set-Cookie` line that sets or clears the session's cookie. */
function sessionLineOf({ headers }: Response): string | undefined {
  return headers.getSetCookie().find((line) => line.startsWith(`${sessionCookie().name}=`))
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route<Params>({
  GET: (request, params) => answer(request, params, null),

  POST: async (request, params) => answer(request, params, await readFormText(request)),
})
