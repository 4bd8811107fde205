import { requireUser } from '@/lib/admin/find-user'
import { sessionsWords } from '@/lib/admin/words'
import { db } from '@/lib/db/client'
import { revoking } from '@/lib/db/revoking'

/** Ends every session of an account, and with them its cookies and auth tokens. Its password and its API token go on. */
export async function signOutAll(email: string): Promise<string[]> {
  const { id } = await requireUser(email)
  const { count } = await revoking(() => db().session.deleteMany({ where: { userId: id } }))
  return [`${email} is signed out everywhere: ${sessionsWords(count)}.`]
}
