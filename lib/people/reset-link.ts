import { lockUser } from '@/lib/accounts/lock-user'
import { resetLinkTtlSeconds } from '@/lib/accounts/reset-link'
import { type Administrator, userIdOf } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { notify } from '@/lib/mail/notify'
import { endOneTimeTokens, makeOneTimeToken } from '@/lib/one-time-tokens'
import { administer } from '@/lib/people/administer'

/** A link to choose a new password, which only the answer to its maker holds. */
export interface ResetLink {
  token: string
  url: string
  expiresAt: Date
}

interface NewLink {
  userId: string
  /** The owner who makes it, if one does. */
  createdBy: string | null
  /** The origin of this server. */
  address: string
}

/** Makes a link by which a user chooses a new password, once. Earlier ones end. */
async function makeResetLink(
  transaction: Prisma.TransactionClient,
  { userId, createdBy, address }: NewLink,
): Promise<ResetLink> {
  await endOneTimeTokens(userId, 'password_reset', transaction)
  const made = await makeOneTimeToken(
    { purpose: 'password_reset', userId, createdBy, ttlSeconds: resetLinkTtlSeconds },
    transaction,
  )
  return { ...made, url: `${address}/reset-password/${made.token}` }
}

export type ResetLinkResult =
  | { outcome: 'made'; link: ResetLink }
  /**
   * A machine, somebody who has not joined yet, and somebody who signs in by the provider or by a
   * passkey alone.
   */
  | { outcome: 'not_found' | 'without_password' }
  | { outcome: 'passwords_off' }

/** Makes such a link for somebody else. */
export async function makeResetLinkFor(
  actor: Administrator,
  id: string,
  address: string,
): Promise<ResetLinkResult> {
  if (env().passwords === 'off') return { outcome: 'passwords_off' }
  const result = await administer(actor, async (transaction): Promise<ResetLinkResult> => {
    await lockUser(transaction, { id })
    const user = await transaction.user.findUnique({
      where: { id },
      select: { id: true, email: true, kind: true, invitedAt: true, passwordHash: true },
    })
    if (!user) return { outcome: 'not_found' }
    if (user.kind === 'machine' || user.invitedAt || user.passwordHash === '')
      return { outcome: 'without_password' }
    const made = { userId: id, createdBy: userIdOf(actor), address }
    const link = await makeResetLink(transaction, made)
    await addActivity(actor, user, { action: 'reset_link_made' }, transaction)
    return { outcome: 'made', link }
  })
  if (result.outcome === 'made' && actor.kind === 'signed_in')
    notify(actor, { id }, 'reset_link_made')
  return result
}
