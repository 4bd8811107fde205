import { contract } from '@/app/api/v1/second-factor/confirmation/options/contract'
import { requireRelyingParty } from '@/lib/api/relying-party'
import { resource } from '@/lib/api/resource'
import { assertionOptions } from '@/lib/second-factor/prove-passkey'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ principal, request }) => ({
    ...(await assertionOptions(requireRelyingParty(request), principal.subject.id)),
  }),
})
