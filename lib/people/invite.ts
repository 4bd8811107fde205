import { randomUUID } from 'node:crypto'
import { claimOwnership } from '@/lib/accounts/installation'
import { type Administrator, userIdOf } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { isUniqueViolation } from '@/lib/db/errors'
import { administer } from '@/lib/people/administer'
import { noteCreated, setGroups } from '@/lib/people/groups'
import { type Invitation, makeInvitation } from '@/lib/people/invitation'
import type { PersonRole } from '@/shared/person-row'
import { revoking } from '@/verifier/revocations'

interface NewPerson {
  email: string
  displayName: string
  role: PersonRole
  groups: string[]
}

export type InvitationResult =
  | { outcome: 'invited'; id: string; email: string; invitation: Invitation }
  | { outcome: 'email_taken' }

/**
 * Invites somebody by their email address: creates the user, who cannot sign in before the
 * invitation is accepted. The first user of an installation is an owner.
 * @param address the origin of this server
 */
export async function invite(
  actor: Administrator,
  { email, displayName, role, groups }: NewPerson,
  address: string,
): Promise<InvitationResult> {
  const id = randomUUID()
  const user = { id, email, displayName, role, passwordHash: '', invitedAt: new Date() }
  try {
    return await revoking(() =>
      administer(actor, async (transaction) => {
        await transaction.user.create({ data: user, select: { id: true } })
        await claimOwnership(transaction, id)
        await noteCreated(transaction, actor, await setGroups(transaction, id, groups, 'owner'))
        const made = { userId: id, createdBy: userIdOf(actor), address }
        const invitation = await makeInvitation(transaction, made)
        await addActivity(actor, { id, email }, { action: 'user_invited' }, transaction)
        return { outcome: 'invited', id, email, invitation }
      }),
    )
  } catch (error) {
    if (isUniqueViolation(error)) return { outcome: 'email_taken' }
    throw error
  }
}
