import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { resource } from '@/lib/api/resource'
import { nextAuthOptions } from '@/lib/auth/next-auth-options'
import { readFormText } from '@/lib/http/body'

interface Params {
  nextauth: string[]
}

const nextAuth = (request: Request, params: Params): Promise<Response> =>
  NextAuth(nextAuthOptions())(request, { params })

/** next-auth takes a body of any size, and fails over one that is not what it says: it is given what the API would take. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource<Params>({
  GET: nextAuth,
  POST: async (request, params) => {
    const { url, method, headers } = request
    const body = await readFormText(request)
    return nextAuth(new NextRequest(url, { method, headers, body }), params)
  },
})
