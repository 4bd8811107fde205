import type { MaybePromise } from '@/lib/maybe-promise'
import { mapMaybePromise } from '@/lib/maybe-promise'
import type { Found } from '@/verifier/look-up'
import { type ServiceRule, store } from '@/verifier/store'

/*
 * Decides whether an accepted credential may be used at the service that asks: the user's groups
 * must have the service, and so must the token's own list if it has one. An auth token is its
 * user's: it has no list.
 */

export type Admission =
  | 'admitted'
  /** The token has a list of its own, and the verification names no service. */
  | 'service_required'
  | 'service_unknown'
  | 'service_not_allowed'
  /** The rules have changed since the principal was looked up. */
  | 'outdated'

/**
 * Decides by the rules of the snapshot in which the principal was found, so that no answer mixes
 * the groups of one state with the rules of another.
 * @param service the name of the service; null if the verification names none
 * @throws Error if the database cannot be queried
 */
export function admit(found: Found, service: string | null): MaybePromise<Admission> {
  if (service === null) return listOf(found) === null ? 'admitted' : 'service_required'
  return mapMaybePromise(store().serviceRules(found.rulesVersion), ({ version, byName }) => {
    if (version !== found.rulesVersion) return 'outdated'
    const rule = byName.get(service)
    if (!rule) return 'service_unknown'
    const isListed = listOf(found)?.includes(service) ?? true
    return isListed && isOpenTo(rule, found.groups) ? 'admitted' : 'service_not_allowed'
  })
}

const listOf = ({ principal: { credential } }: Found) =>
  credential.kind === 'api_token' ? credential.services : null

const isOpenTo = (rule: ServiceRule, groups: readonly string[]) =>
  rule.access === 'everyone' || groups.some((group) => rule.groups.has(group))
