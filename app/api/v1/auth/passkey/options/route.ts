import { contract } from '@/app/api/v1/auth/passkey/options/contract'
import { resource } from '@/lib/api/resource'
import { requireRelyingParty } from '@/lib/api/second-factor'
import { rateLimited } from '@/lib/http/rate-limited'
import { consume } from '@/lib/limits/counters'
import { assertionOptions } from '@/lib/second-factor/prove-passkey'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, request }) => {
    const party = requireRelyingParty(request)
    const limit = await consume('passkey-challenge', [actor.origin.address])
    if (limit) throw rateLimited(limit)
    return { ...(await assertionOptions(party, null)) }
  },
})
