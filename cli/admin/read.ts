import { Refusal } from '@/cli/maintenance/refusal'
import { displayName } from '@/lib/accounts/schema'
import { type PersonRole, personRoles } from '@/shared/person-row'

/** @throws Refusal for a name that nobody may have */
export function readName(name: string): string {
  const { data, error } = displayName.safeParse(name)
  if (data !== undefined) return data
  throw new Refusal(`the name cannot be used: ${error?.issues[0]?.message}`, 2)
}

/** @throws Refusal for another text than a role, or none */
export function readRole(text: string | undefined): PersonRole {
  const role = personRoles.find((known) => known === text)
  if (role) return role
  throw new Refusal('the role is owner or member: give --role owner or --role member', 2)
}
