import { contract } from '@/app/api/v1/auth/oidc/backchannel-logout/contract'
import { resource } from '@/lib/api/resource'
import { visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { ProblemError } from '@/lib/http/problem'
import { providerMissing } from '@/lib/http/refusals'
import { endSessionsOfProvider } from '@/lib/openid/log-out'
import { verifyLogoutToken } from '@/lib/openid/logout-token'
import { MetadataFailure } from '@/lib/openid/provider-metadata'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ input: { logout_token }, actor: { origin } }) => {
    const { oidc } = env()
    if (!oidc) throw providerMissing()
    const claims = await verifyLogoutToken(logout_token, oidc).catch(asProblem)
    const isNew = claims && (await endSessionsOfProvider(visitor(origin, 'openid'), claims))
    if (!isNew) throw new ProblemError('input_invalid', 'The logout token is not valid.')
    return { msg: 'The sessions have ended.' }
  },
})

function asProblem(error: unknown): never {
  if (!(error instanceof MetadataFailure)) throw error
  const detail = 'The keys of the OpenID provider cannot be read now.'
  throw new ProblemError('provider_unavailable', detail, { status: 400 })
}
