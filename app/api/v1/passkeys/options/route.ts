import { contract } from '@/app/api/v1/passkeys/options/contract'
import { requireConfirmed } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import { requireRelyingParty } from '@/lib/api/second-factor'
import { rateLimited } from '@/lib/http/rate-limited'
import { consume } from '@/lib/limits/counters'
import { registrationOptions } from '@/lib/second-factor/register-passkey'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, input, request }) => {
    await requireConfirmed(actor, input)
    const party = requireRelyingParty(request)
    const limit = await consume('passkey-challenge', [actor.origin.address])
    if (limit) throw rateLimited(limit)
    return { ...(await registrationOptions(actor, party)) }
  },
})
