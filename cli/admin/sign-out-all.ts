import { operatorOf } from '@/cli/admin/author'
import { requireUser } from '@/cli/admin/find-user'
import { sessionsWords } from '@/cli/admin/words'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { revoking } from '@/verifier/revocations'

/**
 * Ends all sessions of an account, and with them its cookies and auth tokens. Its password and its
 * API token stay valid.
 * @returns the lines to print
 * @throws Refusal where there is no such account
 */
export async function signOutAll(email: string): Promise<string[]> {
  const { id } = await requireUser(email)
  const ended = await revoking(() => endAll({ id, email }))
  return [`${email} is signed out everywhere: ${sessionsWords(ended)}.`]
}

function endAll(user: { id: string; email: string }): Promise<number> {
  return db().$transaction(async (transaction) => {
    const { count: ended } = await transaction.session.deleteMany({ where: { userId: user.id } })
    await addActivity(
      operatorOf(user),
      { action: 'all_sessions_ended', detail: { ended } },
      transaction,
    )
    return ended
  })
}
