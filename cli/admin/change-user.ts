import { readRole } from '@/cli/admin/read'
import { accountMissing, lastOwner } from '@/cli/admin/words'
import { Refusal } from '@/cli/maintenance/refusal'
import { getAccount } from '@/lib/accounts/account-list'
import { operator } from '@/lib/audit/actor'
import { changePerson } from '@/lib/people/change-person'
import type { PersonRole } from '@/shared/person-row'

/** @throws Refusal where the user cannot be changed */
async function change(
  email: string,
  changed: { role?: PersonRole; disabled?: boolean },
): Promise<void> {
  const account = await getAccount(email)
  if (!account) throw accountMissing(email)
  const { outcome } = await changePerson(operator, account.id, changed)
  if (outcome === 'changed') return
  if (outcome === 'last_owner') throw lastOwner(email)
  if (outcome === 'machine') throw new Refusal(`${email} is a machine, which is no owner`, 2)
  throw accountMissing(email)
}

/**
 * Makes a user an owner or a member.
 * @returns the lines to print
 * @throws Refusal where there is no such user, or it is the last owner or a machine
 */
export async function setRole(
  email: string,
  { role: text }: { role: string | undefined },
): Promise<string[]> {
  const role = readRole(text)
  await change(email, { role })
  return [role === 'owner' ? `${email} is an owner now.` : `${email} is a member now.`]
}

/**
 * Disables a user: ends the sessions, and refuses the API token, which is not removed.
 * @returns the lines to print
 * @throws Refusal where there is no such user, or it is the last owner
 */
export async function disable(email: string): Promise<string[]> {
  await change(email, { disabled: true })
  return [`${email} is disabled: its sessions were ended, and its API token is refused.`]
}

/**
 * Enables a user again.
 * @returns the lines to print
 * @throws Refusal where there is no such user
 */
export async function enable(email: string): Promise<string[]> {
  await change(email, { disabled: false })
  return [`${email} is enabled: it can sign in, and its API token is accepted.`]
}
