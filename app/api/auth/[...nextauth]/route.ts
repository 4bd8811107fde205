import NextAuth from 'next-auth'
import { resource } from '@/lib/api/resource'
import { nextAuthOptions } from '@/lib/auth/next-auth-options'
import { isNextAuthAction, toNextAuthRequest } from '@/lib/auth/next-auth-request'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { readFormText } from '@/lib/http/body'
import { clearSiteData } from '@/lib/http/clear-site-data'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'

interface Params {
  nextauth: string[]
}

/** next-auth, for the actions that we use of it. */
async function answer(request: Request, params: Params, form: string | null): Promise<Response> {
  if (!isNextAuthAction(request.method, params.nextauth)) {
    throw new ProblemError('not_found', 'There is nothing at this address.')
  }
  const unsaid: unknown[] = []
  const options = nextAuthOptions({
    limit: (limit) => unsaid.push(rateLimited(limit)),
    failure: (error) => unsaid.push(error),
  })
  const response: Response = await NextAuth(options)(await toNextAuthRequest(request, form), { params })
  for (const error of unsaid) throw error
  return isSignedOut(response, params) ? clearSiteData(response) : response
}

function isSignedOut({ headers }: Response, { nextauth: [action] }: Params): boolean {
  const cleared = `${sessionCookie().name}=;`
  return action === 'signout' && headers.getSetCookie().some((line) => line.startsWith(cleared))
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource<Params>({
  GET: (request, params) => answer(request, params, null),

  POST: async (request, params) => answer(request, params, await readFormText(request)),
})
