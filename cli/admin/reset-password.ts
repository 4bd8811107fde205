import { operatorOf } from '@/cli/admin/author'
import { choosePassword } from '@/cli/admin/chosen-password'
import { requireUser } from '@/cli/admin/find-user'
import type { Input } from '@/cli/admin/input'
import { sessionsWords } from '@/cli/admin/words'
import { hashPassword } from '@/lib/accounts/password'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { resetThrottle } from '@/lib/sign-in/reset-throttle'
import { revoking } from '@/verifier/revocations'

/**
 * Sets a new password, ends the sessions of the account, and resets its sign-in throttle. Its API
 * token stays valid.
 * @returns the lines to print
 * @throws Refusal where there is no such account, or the password is not allowed
 */
export async function resetPassword(
  email: string,
  { stdin }: { stdin: boolean },
  input: Input,
): Promise<string[]> {
  const { id } = await requireUser(email)
  const { password, words } = await choosePassword(email, stdin ? input : null)
  const passwordHash = await hashPassword(password)
  const ended = await revoking(() => changeAndSignOut({ id, email }, passwordHash))
  await resetThrottle(email)
  return [`${email} has a new password, and ${sessionsWords(ended)}.`, ...words]
}

function changeAndSignOut(
  user: { id: string; email: string },
  passwordHash: string,
): Promise<number> {
  const { id } = user
  return db().$transaction(async (transaction) => {
    await transaction.user.update({ where: { id }, data: { passwordHash }, select: { id: true } })
    const { count: ended } = await transaction.session.deleteMany({ where: { userId: id } })
    await addActivity(
      operatorOf(user),
      { action: 'password_reset', detail: { ended } },
      transaction,
    )
    return ended
  })
}
