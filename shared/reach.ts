import type { ServiceRow } from './service-row'

/** Whether a service accepts the token of a user, or why not. */
export type Reach = 'reached' | 'no_token' | 'not_in_groups' | 'not_listed'

/** A service, and whether it accepts the token of the user who views it. */
export type ReachedService = ServiceRow & { reach: Reach }

interface Holder {
  /** The names of the user's groups. */
  groups: readonly string[]
  /** The user's token, if there is one. */
  token: { services: readonly string[] | null } | undefined
}

type Rule = Pick<ServiceRow, 'name' | 'access' | 'groups'>

/**
 * Says what the verifier answers to the user's token; where it refuses for two reasons, the one
 * that only an owner can remove.
 */
export function reachOf(service: Rule, { groups, token }: Holder): Reach {
  if (service.access === 'groups' && !service.groups.some((group) => groups.includes(group)))
    return 'not_in_groups'
  if (!token) return 'no_token'
  const isListed = token.services?.includes(service.name) ?? true
  return isListed ? 'reached' : 'not_listed'
}
