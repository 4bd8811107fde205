import { accountMissing, lastOwner } from '@/cli/admin/words'
import { Refusal } from '@/cli/maintenance/refusal'
import { getAccount } from '@/lib/accounts/account-list'
import { operator } from '@/lib/audit/actor'
import { changePerson } from '@/lib/people/change-person'
import type { PersonRole } from '@/shared/person-row'

/** @throws Refusal where the user cannot be changed */
export async function change(
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
