import { hashPassword, verifyPassword } from '@/lib/accounts/password'
import { addActivity, authorOf } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Client } from '@/lib/http/client'
import type { Limit } from '@/lib/http/rate-limited'
import { consume, reset } from '@/lib/limits/counters'
import type { SessionPrincipal } from '@/shared/principal'
import { revoking } from '@/verifier/revocations'

interface PasswordChange {
  currentPassword: string
  newPassword: string
}

export type PasswordChangeResult =
  | { outcome: 'changed' | 'credentials_wrong' }
  | { outcome: 'rate_limited'; limit: Limit }

/**
 * Changes the caller's password and ends the caller's other sessions, in one transaction. Failed
 * attempts count against the session only: someone who has stolen a session cannot keep its owner
 * from changing the password elsewhere.
 * @returns `credentials_wrong` also when the password was changed or the session ended meanwhile
 */
export async function changePassword(
  principal: SessionPrincipal,
  change: PasswordChange,
  client: Client,
): Promise<PasswordChangeResult> {
  const { sessionId } = principal.credential
  const limit = await consume('password-change', [sessionId])
  if (limit) return { outcome: 'rate_limited', limit }
  if (!(await changeIfRight(principal, change, client))) {
    const detail = { reason: 'credentials_wrong' } as const
    await addActivity(authorOf(principal, client), { action: 'password_change_failed', detail })
    return { outcome: 'credentials_wrong' }
  }
  await reset('password-change', [sessionId])
  return { outcome: 'changed' }
}

async function changeIfRight(
  principal: SessionPrincipal,
  { currentPassword, newPassword }: PasswordChange,
  client: Client,
): Promise<boolean> {
  const { subject, credential } = principal
  const user = await db().user.findUnique({
    where: { id: subject.id },
    select: { passwordHash: true },
  })
  if (!user || !(await verifyPassword(currentPassword, user.passwordHash))) return false
  const passwordHash = await hashPassword(newPassword)
  // The update requires the hash that was verified and a session that still exists: of two
  // concurrent changes, the second is refused.
  const unchanged = {
    id: subject.id,
    passwordHash: user.passwordHash,
    sessions: { some: { id: credential.sessionId } },
  }
  const change = () =>
    db().$transaction(async (transaction) => {
      const { count } = await transaction.user.updateMany({
        where: unchanged,
        data: { passwordHash },
      })
      if (count === 0) return false
      const others = { userId: subject.id, id: { not: credential.sessionId } }
      const { count: ended } = await transaction.session.deleteMany({ where: others })
      const event = { action: 'password_changed', detail: { ended } } as const
      await addActivity(authorOf(principal, client), event, transaction)
      return true
    })
  return revoking(change)
}
