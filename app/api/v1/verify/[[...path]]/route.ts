import { clientHeader } from '@/lib/http/client-address'
import { readCredentialOrBasic } from '@/lib/http/credentials'
import { currentMoment, verify } from '@/lib/verify/verify'

/* server.ts answers this address itself; what reaches Next is another spelling of it. */

async function answer(request: Request): Promise<Response> {
  const credential = readCredentialOrBasic(request.headers)
  const addressOf = () => request.headers.get(clientHeader) ?? ''
  const { status, headers, body } = await verify(credential, currentMoment(), addressOf)
  const pairs = headers.flatMap((name, i): [string, string][] =>
    i % 2 === 0 ? [[name, headers[i + 1] ?? '']] : [],
  )
  return new Response(body || null, { status, headers: pairs })
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
}
