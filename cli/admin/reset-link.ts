import { accountMissing, passwordsOff, withoutPassword } from '@/cli/admin/words'
import { getAccount } from '@/lib/accounts/account-list'
import { operator } from '@/lib/audit/actor'
import { ownAddress } from '@/lib/people/invitation'
import { makeResetLinkFor } from '@/lib/people/reset-link'

/**
 * Makes a link by which a user chooses a new password.
 * @returns the lines to print
 * @throws Refusal where there is no such user, the user has no password, or passwords are off
 */
export async function resetLink(email: string): Promise<string[]> {
  const account = await getAccount(email)
  if (!account) throw accountMissing(email)
  const result = await makeResetLinkFor(operator, account.id, ownAddress())
  if (result.outcome === 'passwords_off') throw passwordsOff()
  if (result.outcome !== 'made')
    throw result.outcome === 'not_found' ? accountMissing(email) : withoutPassword(email)
  return [
    `The link for ${email} to choose a new password, shown this once, works once within an hour:`,
    result.link.url,
  ]
}
