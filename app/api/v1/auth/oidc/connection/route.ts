import { contract } from '@/app/api/v1/auth/oidc/connection/contract'
import { resource } from '@/lib/api/resource'
import type { OidcSettings } from '@/lib/config/oidc-settings'
import { env } from '@/lib/config/settings'
import { ProblemError } from '@/lib/http/problem'
import { providerMissing } from '@/lib/http/refusals'
import { disconnect, getConnection } from '@/lib/openid/connection'
import { beginOpenId } from '@/lib/sessions/next-auth-openid'
import type { ConnectedProvider } from '@/shared/connected-provider'

const toRow = ({ name }: OidcSettings, connectedAt: Date | null): ConnectedProvider => ({
  name,
  connected_at: connectedAt?.toISOString() ?? null,
})

/** @throws ProblemError when the installation has none */
function requireProvider(): OidcSettings {
  const { oidc } = env()
  if (!oidc) throw providerMissing()
  return oidc
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal }) => toRow(requireProvider(), await getConnection(principal)),

  POST: async ({ principal }) => {
    const begun = await beginOpenId(requireProvider(), {
      next: '/account/security',
      connect: principal.credential.sessionId,
    })
    if ('url' in begun) return begun
    throw new ProblemError('provider_unavailable', 'The OpenID provider cannot be used now.')
  },

  DELETE: async ({ actor }) => {
    const provider = requireProvider()
    if ((await disconnect(actor)) === 'only_way_in')
      throw new ProblemError('only_way_in', 'You could not sign in any more: set a password first.')
    return toRow(provider, null)
  },
})
