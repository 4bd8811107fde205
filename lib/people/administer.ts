import type { Administrator, SignedInActor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { ownerRequired } from '@/lib/http/refusals'
import { SessionOver } from '@/lib/sessions/lock-session'
import { liveSession } from '@/lib/sessions/session'

/**
 * Runs a change that an owner or the operator makes to another account, in one transaction. Such
 * changes take turns, so that two owners who change each other never wait for each other; and an
 * owner who was demoted, disabled or signed out meanwhile changes nothing any more.
 *
 * Lock order: the installation, the acting owner, the owner's session, and then the changed user.
 * @throws SessionOver
 * @throws ProblemError `owner_required`
 */
export const administer = <T>(
  actor: Administrator,
  write: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> =>
  db().$transaction(async (transaction) => {
    await takeTurn(transaction)
    if (actor.kind === 'signed_in') await holdOwner(transaction, actor)
    return write(transaction)
  })

const installation = 'installation'

/**
 * Locks the row of the installation. A change of a user's role does so before it locks the user:
 * the trigger that keeps the last owner would lock the two in the other order.
 */
export async function takeTurn(transaction: Prisma.TransactionClient): Promise<void> {
  await transaction.installation.updateMany({
    where: { id: installation },
    data: { id: installation },
  })
}

async function holdOwner(
  transaction: Prisma.TransactionClient,
  { principal: { subject, credential } }: SignedInActor,
): Promise<void> {
  const { count: owners } = await transaction.user.updateMany({
    where: { id: subject.id, role: 'owner', disabledAt: null },
    data: { role: 'owner' },
  })
  const now = new Date()
  const { count: sessions } = await transaction.session.updateMany({
    where: { id: credential.sessionId, ...liveSession(now) },
    data: { lastSeenAt: now },
  })
  if (sessions === 0) throw new SessionOver()
  if (owners === 0) throw ownerRequired()
}
