import NextAuth from 'next-auth'
import { nextAuthOptions } from '@/lib/auth/next-auth-options'

type Context = { params: Promise<{ nextauth: string[] }> }

const handler = (request: Request, context: Context) => NextAuth(nextAuthOptions())(request, context)

export { handler as GET, handler as POST }
