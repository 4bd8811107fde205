import { choosePassword, type Input } from '@/cli/admin/chosen-password'
import { readName } from '@/cli/admin/read'
import { passwordRefused } from '@/cli/admin/words'
import { Refusal } from '@/cli/maintenance/refusal'
import { createAccount } from '@/lib/accounts/create-account'
import { operator } from '@/lib/audit/actor'

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
