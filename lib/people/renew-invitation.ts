import { lockUser } from '@/lib/accounts/lock-user'
import { type Administrator, userIdOf } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { administer } from '@/lib/people/administer'
import { makeInvitation } from '@/lib/people/invitation'
import type { InvitationResult } from '@/lib/people/invite'
import { inState } from '@/lib/people/state'

export type RenewalResult =
  | Extract<InvitationResult, { outcome: 'invited' }>
  | { outcome: 'not_found' | 'not_invited' }

/**
 * Makes a new invitation of somebody who has not joined yet. The previous one ends.
 * @param address the origin of this server
 */
export const renewInvitation = (
  actor: Administrator,
  id: string,
  address: string,
): Promise<RenewalResult> =>
  administer(actor, async (transaction) => {
    const isInvited = await lockUser(transaction, { ...inState.invited, id })
    const select = { id: true, email: true } as const
    const user = await transaction.user.findUnique({ where: { id }, select })
    if (!user) return { outcome: 'not_found' }
    if (!isInvited) return { outcome: 'not_invited' }
    const made = { userId: id, createdBy: userIdOf(actor), address }
    const invitation = await makeInvitation(transaction, made)
    await addActivity(actor, user, { action: 'invitation_renewed' }, transaction)
    return { outcome: 'invited', ...user, invitation }
  })
