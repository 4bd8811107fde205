import { contract } from '@/app/api/v1/users/[id]/resend-invite/contract'
import { resource } from '@/lib/api/resource'
import { userNotFound } from '@/lib/api/user-refusals'
import { env } from '@/lib/config/settings'
import { ProblemError } from '@/lib/http/problem'
import { serverAddress } from '@/lib/http/server-address'
import { mailInvitation, toInvitationRow } from '@/lib/people/invitation'
import { renewInvitation } from '@/lib/people/renew-invitation'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ params: { id }, actor, request: { headers } }) => {
    const result = await renewInvitation(actor, id, serverAddress(headers, env()))
    if (result.outcome === 'invited') {
      const row = toInvitationRow(result, await mailInvitation(actor, result))
      return { ...row, msg: 'The invitation has been renewed' }
    }
    if (result.outcome === 'not_found') throw userNotFound()
    throw new ProblemError('input_invalid', 'This user has joined already, or is disabled.')
  },
})
