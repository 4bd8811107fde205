import { contract } from '@/app/api/v1/passkeys/contract'
import { toPage } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { requireRelyingParty } from '@/lib/api/second-factor'
import { ProblemError } from '@/lib/http/problem'
import { listPasskeys } from '@/lib/second-factor/passkeys'
import { registerPasskey } from '@/lib/second-factor/register-passkey'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal, query }) => toPage(await listPasskeys(principal), query),

  POST: async ({ actor, input, request }) => {
    const passkey = await registerPasskey(actor, requireRelyingParty(request), input)
    if (passkey) return passkey
    throw new ProblemError('credentials_wrong', 'The passkey is not valid, or took too long.', {
      status: 400,
    })
  },
})
