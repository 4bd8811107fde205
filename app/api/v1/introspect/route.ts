import { checkPrincipal, requirePrincipal } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { authenticate } from '@/lib/auth/authenticate'
import { introspect } from '@/lib/auth/introspect'
import { introspectionInput } from '@/lib/auth/schema'
import { readForm } from '@/lib/http/body'
import { recordUse } from '@/lib/verify/usage-stamps'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    await checkPrincipal(request)
    const { token } = await readForm(request, introspectionInput)
    // Asked for again: the body may have taken its time, and the caller may have been revoked meanwhile.
    const caller = await requirePrincipal(request)
    const principal = await authenticate({ kind: 'bearer', token })
    // A service that asks is using the token; a person who looks at it in the browser is not.
    if (principal && caller.credential.kind !== 'session') recordUse(principal)
    return Response.json(introspect(principal))
  },
})
