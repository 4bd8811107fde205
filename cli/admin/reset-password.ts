import { choosePassword, type Input } from '@/cli/admin/chosen-password'
import { accountMissing, passwordRefused, sessionsWords, withoutPassword } from '@/cli/admin/words'
import { resetPassword as resetPasswordOf } from '@/lib/accounts/reset-password'
import { operator } from '@/lib/audit/actor'

/**
 * Sets a new password, ends the sessions of the account, and resets its sign-in limits. Its API
 * token stays valid.
 * @returns the lines to print
 * @throws Refusal where there is no such account, or the password is not allowed
 */
export async function resetPassword(
  email: string,
  { stdin }: { stdin: boolean },
  input: Input,
): Promise<string[]> {
  const { password, words } = await choosePassword(stdin ? input : null)
  const result = await resetPasswordOf(operator, email, password)
  if (result.outcome === 'account_missing') throw accountMissing(email)
  if (result.outcome === 'without_password') throw withoutPassword(email)
  if (result.outcome === 'password_refused') throw passwordRefused(result.fault)
  return [`${email} has a new password, and ${sessionsWords(result.ended)}.`, ...words]
}
