import { contract } from '@/app/api/v1/second-factor/confirmation/contract'
import { requireConfirmed } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import { requireRelyingParty } from '@/lib/api/second-factor'
import { ProblemError } from '@/lib/http/problem'
import { confirmByPasskey } from '@/lib/second-factor/confirm-by-passkey'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor, input, request }) => {
    if ('password' in input) await requireConfirmed(actor, input)
    else if (!(await confirmByPasskey(actor, requireRelyingParty(request), input.credential)))
      throw new ProblemError('credentials_wrong', 'The passkey is not yours, or took too long.', {
        status: 400,
      })
    return { msg: 'Confirmed' }
  },
})
