import NextAuth, { type NextAuthOptions } from 'next-auth'
import type { NextAuthRequest } from '@/lib/sessions/next-auth-request'
import { NextAuthResponse } from '@/lib/sessions/next-auth-response'

/** Sends next-auth a request of our own, which no client has sent. */
export async function askNextAuth(
  options: NextAuthOptions,
  request: Partial<NextAuthRequest> & Pick<NextAuthRequest, 'method' | 'query'>,
): Promise<Response> {
  const answered = new NextAuthResponse()
  await NextAuth(options)({ headers: {}, body: undefined, cookies: {}, ...request }, answered)
  return answered.toResponse()
}
