import { hashPassword, verifyPassword } from '@/lib/auth/passwords'
import { db } from '@/lib/db/client'
import { revoking } from '@/lib/db/revoking'
import type { SessionPrincipal } from '@/lib/principal'

/**
 * Changes the caller's password and ends the caller's other sessions, in one transaction.
 * @returns whether the current password was right
 */
export async function changePassword(
  { subject, credential }: SessionPrincipal,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<boolean> {
  const user = await db().user.findUnique({ where: { id: subject.id }, select: { passwordHash: true } })
  if (!user || !(await verifyPassword(currentPassword, user.passwordHash))) return false
  const passwordHash = await hashPassword(newPassword)
  // Bound to the hash that was checked, and to a session that still lives: of two changes at once, the second is refused.
  const unchanged = {
    id: subject.id,
    passwordHash: user.passwordHash,
    sessions: { some: { id: credential.sessionId } },
  }
  const change = () =>
    db().$transaction(async (transaction) => {
      const { count } = await transaction.user.updateMany({ where: unchanged, data: { passwordHash } })
      if (count === 0) return false
      const others = { userId: subject.id, id: { not: credential.sessionId } }
      await transaction.session.deleteMany({ where: others })
      return true
    })
  return revoking(change)
}
