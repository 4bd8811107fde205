import { contract } from '@/app/api/v1/passkeys/options/contract'
import { requireConfirmed } from '@/lib/api/confirmed'
import { requireRelyingParty } from '@/lib/api/relying-party'
import { resource } from '@/lib/api/resource'
import { registrationOptions } from '@/lib/second-factor/register-passkey'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, input, request }) => {
    await requireConfirmed(actor, input)
    return { ...(await registrationOptions(actor, requireRelyingParty(request))) }
  },
})
