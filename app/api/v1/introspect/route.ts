import { contract } from '@/app/api/v1/introspect/contract'
import { resource } from '@/lib/api/resource'
import { introspect } from '@/lib/tokens/introspect'
import { authenticate } from '@/verifier/authenticate'
import { recordUse } from '@/verifier/usage'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ principal: caller, input: { token } }) => {
    const principal = await authenticate({ kind: 'bearer', token })
    // A service that introspects a token uses it; a person who checks it in the browser does not.
    if (principal && caller.credential.kind !== 'session') recordUse(principal)
    return introspect(principal)
  },
})
