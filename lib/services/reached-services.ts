import { getUser } from '@/lib/accounts/users'
import { listServices } from '@/lib/services/list-services'
import { listApiTokens } from '@/lib/tokens/api-tokens'
import type { SessionPrincipal } from '@/shared/principal'
import { type ReachedService, reachOf } from '@/shared/reach'

/**
 * Lists services as `listServices` does, each with whether it accepts the caller's own token.
 */
export async function listReachedServices(principal: SessionPrincipal): Promise<ReachedService[]> {
  const [services, [token], user] = await Promise.all([
    listServices(principal),
    listApiTokens(principal),
    getUser(principal.subject.id),
  ])
  const holder = { token, groups: user?.groups ?? [] }
  return services.map((service) => ({ ...service, reach: reachOf(service, holder) }))
}
