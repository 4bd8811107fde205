import { contract } from '@/app/api/v1/auth/oidc/connection/contract'
import { providerHeadingId } from '@/components/focus-targets'
import { requireConfirmed } from '@/lib/api/confirmed'
import { resource } from '@/lib/api/resource'
import type { OidcSettings } from '@/lib/config/oidc-settings'
import { env } from '@/lib/config/settings'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { onlyWayIn, providerMissing } from '@/lib/http/refusals'
import { describeConnection, disconnect } from '@/lib/openid/connection'
import { startOpenId } from '@/lib/sessions/next-auth-openid-start'
import type { ConnectedProvider } from '@/shared/openid'
import type { SessionPrincipal } from '@/shared/principal'

/** @throws ProblemError when the installation has none */
function requireProvider(): OidcSettings {
  const { oidc } = env()
  if (!oidc) throw providerMissing()
  return oidc
}

/** @throws ProblemError when the installation has none */
async function describe(principal: SessionPrincipal): Promise<ConnectedProvider> {
  const described = await describeConnection(principal)
  if (!described) throw providerMissing()
  return described
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal }) => describe(principal),

  POST: async ({ actor, input }) => {
    const provider = requireProvider()
    await requireConfirmed(actor, input)
    const started = await startOpenId(provider, {
      next: `/account/security#${providerHeadingId}`,
      connect: actor.principal.credential.sessionId,
    })
    if ('url' in started) return started
    if ('limit' in started) throw rateLimited(started.limit)
    throw new ProblemError('provider_unavailable', 'The OpenID provider cannot be used now.')
  },

  DELETE: async ({ actor, input }) => {
    requireProvider()
    await requireConfirmed(actor, input)
    if ((await disconnect(actor)) === 'only_way_in') throw onlyWayIn()
    return describe(actor.principal)
  },
})
