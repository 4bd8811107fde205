import type { Administrator } from '@/lib/audit/actor'
import { administer } from '@/lib/people/administer'
import { endSessionsIn } from '@/lib/sessions/end-session'
import { revoking } from '@/verifier/revocations'

/**
 * Ends all sessions of a user, which every instance refuses when it returns. The password and the
 * API token stay valid.
 * @returns the number of ended sessions, or null where there is no such user
 */
export const signOutPerson = (actor: Administrator, id: string): Promise<number | null> =>
  revoking(() =>
    administer(actor, async (transaction) => {
      const select = { id: true, email: true } as const
      const account = await transaction.user.findUnique({ where: { id }, select })
      if (!account) return null
      return endSessionsIn(transaction, {
        actor,
        account,
        which: {},
        eventOf: (ended) => ({ action: 'all_sessions_ended', detail: { ended } }),
      })
    }),
  )
