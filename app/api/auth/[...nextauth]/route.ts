import NextAuth from 'next-auth'
import { resource } from '@/lib/api/resource'
import { nextAuthOptions } from '@/lib/auth/next-auth-options'
import { isNextAuthAction, toNextAuthRequest } from '@/lib/auth/next-auth-request'
import { readFormText } from '@/lib/http/body'
import { ProblemError } from '@/lib/http/problem'

interface Params {
  nextauth: string[]
}

/** next-auth, for the actions that we use of it. */
async function answer(request: Request, params: Params, form: string | null): Promise<Response> {
  if (!isNextAuthAction(request.method, params.nextauth)) {
    throw new ProblemError('not_found', 'There is nothing at this address.')
  }
  return NextAuth(nextAuthOptions())(await toNextAuthRequest(request, form), { params })
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource<Params>({
  GET: (request, params) => answer(request, params, null),

  POST: async (request, params) => answer(request, params, await readFormText(request)),
})
