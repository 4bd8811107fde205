import { accountMissing, sessionsWords } from '@/cli/admin/words'
import { signOutEverywhere } from '@/lib/accounts/sign-out-everywhere'
import { operator } from '@/lib/audit/actor'

/**
 * Ends all sessions of an account, and with them its cookies and auth tokens. Its password and its
 * API token stay valid.
 * @returns the lines to print
 * @throws Refusal where there is no such account
 */
export async function signOutAll(email: string): Promise<string[]> {
  const ended = await signOutEverywhere(operator, email)
  if (ended === null) throw accountMissing(email)
  return [`${email} is signed out everywhere: ${sessionsWords(ended)}.`]
}
