import { accountMissing, sessionsWords } from '@/cli/admin/words'
import { getAccount } from '@/lib/accounts/account-list'
import { operator } from '@/lib/audit/actor'
import { signOutPerson } from '@/lib/people/sign-out'

/**
 * Ends all sessions of an account, and with them its cookies and auth tokens. Its password and its
 * API token stay valid.
 * @returns the lines to print
 * @throws Refusal where there is no such account
 */
export async function signOutAll(email: string): Promise<string[]> {
  const account = await getAccount(email)
  const ended = account && (await signOutPerson(operator, account.id))
  if (ended === null) throw accountMissing(email)
  return [`${email} is signed out everywhere: ${sessionsWords(ended)}.`]
}
