import { contract } from '@/app/api/v1/users/[id]/generate-reset-url/contract'
import { requireConfirmedForSelf } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import { userNotFound, withoutPassword } from '@/lib/api/user-refusals'
import { env } from '@/lib/config/settings'
import { passwordsOff } from '@/lib/http/refusals'
import { serverAddress } from '@/lib/http/server-address'
import { makeResetLinkFor } from '@/lib/people/reset-link'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ params: { id }, actor, request: { headers } }) => {
    await requireConfirmedForSelf(actor, id)
    const result = await makeResetLinkFor(actor, id, serverAddress(headers, env()))
    if (result.outcome === 'passwords_off') throw passwordsOff()
    if (result.outcome !== 'made')
      throw result.outcome === 'not_found' ? userNotFound() : withoutPassword()
    const { token, url, expiresAt } = result.link
    return {
      reset_password_token: token,
      reset_password_url: url,
      expires_at: expiresAt.toISOString(),
    }
  },
})
