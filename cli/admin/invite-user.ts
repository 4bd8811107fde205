import { readName, readRole } from '@/cli/admin/read'
import { Refusal } from '@/cli/maintenance/refusal'
import { operator } from '@/lib/audit/actor'
import { ownAddress } from '@/lib/people/invitation'
import { invite } from '@/lib/people/invite'

/**
 * Invites somebody, also while sign-up is closed.
 * @returns the lines to print
 * @throws Refusal where the address is taken, or the name or role is not allowed
 */
export async function inviteUser(
  email: string,
  { name = '', role: text = 'member' }: { name: string | undefined; role: string | undefined },
): Promise<string[]> {
  const person = { email, displayName: readName(name), role: readRole(text), groups: [] }
  const result = await invite(operator, person, ownAddress())
  if (result.outcome === 'email_taken') throw new Refusal(`there is an account ${email} already`, 2)
  return [
    `Invited ${email}. The link, shown this once, works once within 7 days:`,
    result.invitation.url,
  ]
}
