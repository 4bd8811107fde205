import { addActivity } from '@/lib/activity/add-activity'
import { operatorOf } from '@/lib/admin/author'
import { choosePassword } from '@/lib/admin/chosen-password'
import { requireUser } from '@/lib/admin/find-user'
import type { Input } from '@/lib/admin/input'
import { sessionsWords } from '@/lib/admin/words'
import { hashPassword } from '@/lib/auth/passwords'
import { db } from '@/lib/db/client'
import { revoking } from '@/lib/db/revoking'
import { pardon } from '@/lib/limits/pardon'

/** Gives an account another password, ends its sessions, and forgets the wrong ones that were tried. Its API token goes on. */
export async function resetPassword(
  email: string,
  { stdin }: { stdin: boolean },
  input: Input,
): Promise<string[]> {
  const { id } = await requireUser(email)
  const { password, words } = await choosePassword(email, stdin ? input : null)
  const passwordHash = await hashPassword(password)
  const ended = await revoking(() => changeAndSignOut({ id, email }, passwordHash))
  await pardon(email)
  return [`${email} has a new password, and ${sessionsWords(ended)}.`, ...words]
}

function changeAndSignOut(user: { id: string; email: string }, passwordHash: string): Promise<number> {
  const { id } = user
  return db().$transaction(async (transaction) => {
    await transaction.user.update({ where: { id }, data: { passwordHash }, select: { id: true } })
    const { count: ended } = await transaction.session.deleteMany({ where: { userId: id } })
    await addActivity(operatorOf(user), { action: 'password_reset', detail: { ended } }, transaction)
    return ended
  })
}
