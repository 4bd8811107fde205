import { lockUser } from '@/lib/accounts/lock-user'
import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { notify } from '@/lib/mail/notify'
import { lockSessionIn, whileSessionLives } from '@/lib/sessions/lock-session'
import type { Event } from '@/shared/audit-event'

/**
 * Changes a second factor of the actor, in one transaction with its row in the audit log, and
 * notifies the user by mail. The user's row is locked first, as in a sign-in.
 * @param write returns null where there is nothing to change
 * @param eventOf what is recorded about a change
 * @returns what `write` has returned
 * @throws SessionOver
 */
export async function changeFactor<T>(
  actor: SignedInActor,
  write: (transaction: Prisma.TransactionClient) => Promise<T | null>,
  eventOf: (changed: T) => Event,
): Promise<T | null> {
  const { subject } = actor.principal
  const changed = await whileSessionLives(() =>
    db().$transaction(async (transaction) => {
      await lockUser(transaction, { id: subject.id })
      const written = await write(transaction)
      if (written === null) return null
      await lockSessionIn(transaction, actor)
      await addActivity(actor, subject, eventOf(written), transaction)
      return written
    }),
  )
  if (changed !== null) notify(actor, subject, 'second_factor_changed')
  return changed
}
