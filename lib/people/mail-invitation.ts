import type { Administrator } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { sendInvitation } from '@/lib/mail/invitation-mail'
import type { Invitation } from '@/lib/people/invitation'
import { isLanguage } from '@/shared/preferences'

/**
 * Sends an invitation that has just been made to the invited person, where mail is set, in the
 * language of the owner who invites.
 * @returns whether it was sent: the link can be copied where it was not
 */
export async function mailInvitation(
  actor: Administrator,
  { email, invitation: { url, expiresAt } }: { email: string; invitation: Invitation },
): Promise<boolean> {
  if (actor.kind !== 'signed_in') return false
  const inviter = await db().user.findUnique({
    where: { id: actor.principal.subject.id },
    select: { displayName: true, email: true, language: true },
  })
  if (!inviter) return false
  const language = isLanguage(inviter.language) ? inviter.language : 'en'
  const name = inviter.displayName || inviter.email
  return sendInvitation({ email, inviter: name, url, expiresAt }, language)
}
