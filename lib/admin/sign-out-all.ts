import { addActivity } from '@/lib/activity/add-activity'
import { operatorOf } from '@/lib/admin/author'
import { requireUser } from '@/lib/admin/find-user'
import { sessionsWords } from '@/lib/admin/words'
import { db } from '@/lib/db/client'
import { revoking } from '@/lib/db/revoking'

/** Ends every session of an account, and with them its cookies and auth tokens. Its password and its API token go on. */
export async function signOutAll(email: string): Promise<string[]> {
  const { id } = await requireUser(email)
  const ended = await revoking(() => endAll({ id, email }))
  return [`${email} is signed out everywhere: ${sessionsWords(ended)}.`]
}

function endAll(user: { id: string; email: string }): Promise<number> {
  return db().$transaction(async (transaction) => {
    const { count: ended } = await transaction.session.deleteMany({ where: { userId: user.id } })
    await addActivity(operatorOf(user), { action: 'all_sessions_ended', detail: { ended } }, transaction)
    return ended
  })
}
