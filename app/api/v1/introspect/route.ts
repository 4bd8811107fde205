import { requireCallerAndToken } from '@/lib/api/introspecting-client'
import { resource } from '@/lib/api/resource'
import { introspect } from '@/lib/tokens/introspect'
import { authenticate } from '@/verifier/authenticate'
import { recordUse } from '@/verifier/usage'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const { caller, token } = await requireCallerAndToken(request)
    recordUse(caller)
    const principal = await authenticate({ kind: 'bearer', token })
    // A service that introspects a token uses it; a person who checks it in the browser does not.
    if (principal && caller.credential.kind !== 'session') recordUse(principal)
    return Response.json(introspect(principal))
  },
})
