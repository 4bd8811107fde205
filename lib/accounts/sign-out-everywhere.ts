import { getAccount } from '@/lib/accounts/account-list'
import type { Operator } from '@/lib/audit/actor'
import { endSessions } from '@/lib/sessions/end-session'

/**
 * Ends all sessions of an account. Its password and its API token stay valid.
 * @param email of the account, in its one spelling
 * @returns the number of ended sessions, or null where there is no such account
 */
export async function signOutEverywhere(operator: Operator, email: string): Promise<number | null> {
  const account = await getAccount(email)
  return (
    account &&
    endSessions({
      actor: operator,
      account,
      which: {},
      eventOf: (ended) => ({ action: 'all_sessions_ended', detail: { ended } }),
    })
  )
}
