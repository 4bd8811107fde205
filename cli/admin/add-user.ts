import { choosePassword, type Input } from '@/cli/admin/chosen-password'
import { readName, readRole } from '@/cli/admin/read'
import { passwordRefused } from '@/cli/admin/words'
import { Refusal } from '@/cli/maintenance/refusal'
import { createAccount } from '@/lib/accounts/create-account'
import { operator } from '@/lib/audit/actor'
import { addMachine } from '@/lib/people/add-machine'
import { ownAddress } from '@/lib/people/invitation'
import { invite } from '@/lib/people/invite'
import { createMachineToken } from '@/lib/people/token'

/**
 * Creates an account, also while sign-up is closed.
 * @returns the lines to print
 * @throws Refusal where the address is taken, or the name or password is not allowed
 */
export async function createUser(
  email: string,
  { name = '', stdin }: { name: string | undefined; stdin: boolean },
  input: Input,
): Promise<string[]> {
  const displayName = readName(name)
  const { password, words } = await choosePassword(stdin ? input : null)
  const result = await createAccount(operator, { email, displayName, password })
  if (result.outcome === 'password_refused') throw passwordRefused(result.fault)
  if (result.outcome === 'email_taken') throw new Refusal(`there is an account ${email} already`, 2)
  const ownership = result.isOwner ? ', which is an owner of the installation' : ''
  return [`Made the account ${email}${ownership}.`, ...words]
}

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

/**
 * Adds a machine with its API token, which has the machine's name.
 * @returns the lines to print
 * @throws Refusal where the name is not allowed
 */
export async function createMachine(text: string): Promise<string[]> {
  const displayName = readName(text)
  if (displayName === '') throw new Refusal('the name cannot be used: give the machine one', 2)
  const { id, email } = await addMachine(operator, { displayName, role: 'member', groups: [] })
  const result = await createMachineToken(operator, id, displayName)
  if (result.outcome !== 'created') throw new Refusal(`${email} was changed meanwhile`)
  return [`Made the machine ${email}.`, `Its API token, shown this once:  ${result.token.token}`]
}
