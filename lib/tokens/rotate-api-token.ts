import { lockUser } from '@/lib/accounts/lock-user'
import type { SignedInActor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { notify } from '@/lib/mail/notify'
import { lockSessionIn, whileSessionLives } from '@/lib/sessions/lock-session'
import { storingUnder } from '@/lib/tokens/keys-in-use'
import { type RotationResult, storeEndOfPrevious, storeRotation } from '@/lib/tokens/store-rotation'
import { revoking } from '@/verifier/revocations'

/**
 * Replaces the secret of the caller's own token. When it returns, no instance accepts the previous
 * one longer than `graceSeconds` says, which lib/tokens/schema.ts limits to 30 days.
 * @throws SessionOver
 */
export async function rotateApiToken(
  actor: SignedInActor,
  id: string,
  graceSeconds: number,
): Promise<RotationResult> {
  const { subject } = actor.principal
  const where = { id, userId: subject.id }
  const result = await revoking(() =>
    storingUnder((keys) =>
      holding(actor, (transaction) =>
        storeRotation(transaction, actor, subject, where, { keys, graceSeconds }),
      ),
    ),
  )
  if (result.outcome === 'rotated') notify(actor, subject, 'token_rotated')
  return result
}

/**
 * Ends the previous secret of the caller's own token, which every instance refuses
 * when it returns.
 * @returns whether there was one that still worked
 * @throws SessionOver
 */
export function endPreviousSecret(actor: SignedInActor, id: string): Promise<boolean> {
  const { subject } = actor.principal
  const where = { id, userId: subject.id }
  return revoking(() =>
    holding(actor, (transaction) => storeEndOfPrevious(transaction, actor, subject, where)),
  )
}

/** Runs a transaction that has locked the acting user, and their session. */
const holding = <T>(
  actor: SignedInActor,
  write: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> =>
  whileSessionLives(() =>
    db().$transaction(async (transaction) => {
      // Locks the user before the session: see the lock order in lib/sessions/session.ts.
      await lockUser(transaction, { id: actor.principal.subject.id })
      await lockSessionIn(transaction, actor)
      return write(transaction)
    }),
  )
