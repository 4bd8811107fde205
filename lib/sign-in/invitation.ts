import { db } from '@/lib/db/client'
import { peekOneTimeToken } from '@/lib/one-time-tokens'

export interface OpenInvitation {
  userId: string
  /** The invited address. */
  email: string
  /** The name that the owner has given to the invited person, or ''. */
  displayName: string
  /** The name of the owner who invites, or the address where the name is empty; null if unknown. */
  inviter: string | null
}

/** Returns an invitation that can still be accepted, by the token of its link, or null. */
export async function getInvitation(token: string): Promise<OpenInvitation | null> {
  const holder = await peekOneTimeToken(token, 'invitation')
  if (!holder?.userId) return null
  const user = await db().user.findFirst({
    where: { id: holder.userId, ...invited },
    select: { id: true, email: true, displayName: true },
  })
  if (!user) return null
  const { id: userId, ...person } = user
  return { userId, ...person, inviter: await nameOf(holder.createdBy) }
}

/** The condition of a user who can accept an invitation. */
export const invited = { kind: 'person', invitedAt: { not: null }, disabledAt: null }

async function nameOf(id: string | null): Promise<string | null> {
  const user =
    id &&
    (await db().user.findUnique({ where: { id }, select: { displayName: true, email: true } }))
  return user ? user.displayName || user.email : null
}
