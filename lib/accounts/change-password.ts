import { endPasswordTokens } from '@/lib/accounts/end-password-tokens'
import { hashPassword, verifyPassword } from '@/lib/accounts/password'
import { passwordFault } from '@/lib/accounts/password-fault'
import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Limit } from '@/lib/http/rate-limited'
import { consume, reset } from '@/lib/limits/counters'
import { notify } from '@/lib/mail/notify'
import { endSessionsIn } from '@/lib/sessions/end-session'
import { liveSession } from '@/lib/sessions/session'
import { revoking } from '@/verifier/revocations'

interface PasswordChange {
  currentPassword: string
  newPassword: string
}

export type PasswordChangeResult =
  | { outcome: 'changed' | 'credentials_wrong' | 'passwords_off' }
  | { outcome: 'password_refused'; fault: string }
  | { outcome: 'rate_limited'; limit: Limit }

/**
 * Changes the actor's password and ends the actor's other sessions, in one transaction. Failed
 * attempts count against the session only: someone who has stolen a session cannot keep its owner
 * from changing the password elsewhere.
 * @returns `credentials_wrong` also when the password was changed or the session ended meanwhile
 */
export async function changePassword(
  actor: SignedInActor,
  change: PasswordChange,
): Promise<PasswordChangeResult> {
  if (env().passwords === 'off') return { outcome: 'passwords_off' }
  const { subject, credential } = actor.principal
  const fault = await passwordFault(change.newPassword, subject.email)
  if (fault !== null) return { outcome: 'password_refused', fault }
  const limit = await consume('password-change', [credential.sessionId])
  if (limit) return { outcome: 'rate_limited', limit }
  if (!(await changeIfCorrect(actor, change))) {
    const detail = { reason: 'credentials_wrong' } as const
    await addActivity(actor, subject, { action: 'password_change_failed', detail })
    return { outcome: 'credentials_wrong' }
  }
  await reset('password-change', [credential.sessionId])
  notify(actor, { id: subject.id }, 'password_changed')
  return { outcome: 'changed' }
}

async function changeIfCorrect(
  actor: SignedInActor,
  { currentPassword, newPassword }: PasswordChange,
): Promise<boolean> {
  const { subject } = actor.principal
  const user = await db().user.findUnique({
    where: { id: subject.id },
    select: { passwordHash: true },
  })
  if (!user || !(await verifyPassword(currentPassword, user.passwordHash))) return false
  const passwordHash = await hashPassword(newPassword)
  return revoking(() => storeIfUnchanged(actor, { from: user.passwordHash, to: passwordHash }))
}

/**
 * Requires the hash that was verified and a session that is still live: of two concurrent changes,
 * the second is refused.
 */
function storeIfUnchanged(
  actor: SignedInActor,
  { from, to }: { from: string; to: string },
): Promise<boolean> {
  const { subject, credential } = actor.principal
  const own = { id: credential.sessionId, ...liveSession(new Date()) }
  return db().$transaction(async (transaction) => {
    const { count } = await transaction.user.updateMany({
      where: { id: subject.id, passwordHash: from, sessions: { some: own } },
      data: { passwordHash: to },
    })
    if (count === 0) return false
    await endPasswordTokens(subject.id, transaction)
    await endSessionsIn(transaction, {
      actor,
      account: subject,
      which: { id: { not: credential.sessionId } },
      eventOf: (ended) => ({ action: 'password_changed', detail: { ended } }),
    })
    return true
  })
}
