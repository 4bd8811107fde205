import type { Administrator } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { serverAddress } from '@/lib/http/server-address'
import { sendInvitation } from '@/lib/mail/invitation-mail'
import { endOneTimeTokens, makeOneTimeToken } from '@/lib/one-time-tokens'
import type { InvitationRow } from '@/shared/invitation-row'
import { isLanguage } from '@/shared/preferences'

const ttlSeconds = 7 * 86_400

/** An invitation, which only the answer to its maker, or a mail, holds. */
export interface Invitation {
  token: string
  /** The page that accepts it. */
  url: string
  expiresAt: Date
}

interface NewLink {
  userId: string
  /** The owner who makes it; null for the operator. */
  createdBy: string | null
  /** The origin of this server. */
  address: string
}

/** Whether somebody was invited with a link that still works. */
export async function hasInvitation(
  userId: string,
  database: Prisma.TransactionClient = db(),
  now = new Date(),
): Promise<boolean> {
  const where = { userId, purpose: 'invitation', expiresAt: { gt: now } }
  return (await database.oneTimeToken.count({ where })) > 0
}

/**
 * Makes an invitation of an invited user, which works once. Earlier ones end.
 */
export async function makeInvitation(
  transaction: Prisma.TransactionClient,
  { userId, createdBy, address }: NewLink,
): Promise<Invitation> {
  await endOneTimeTokens(userId, 'invitation', transaction)
  const made = await makeOneTimeToken(
    { purpose: 'invitation', userId, createdBy, ttlSeconds },
    transaction,
  )
  return { ...made, url: `${address}/join/${made.token}` }
}

/** @param sent whether the invited person got it by mail */
export const toInvitationRow = (
  { id, email, invitation }: { id: string; email: string; invitation: Invitation },
  sent: boolean,
): InvitationRow => ({
  id,
  email,
  invite_token: invitation.token,
  invite_url: invitation.url,
  expires_at: invitation.expiresAt.toISOString(),
  sent,
})

/**
 * Returns the origin of the server for links that no request asks for: the public address, if set.
 */
export const ownAddress = () => serverAddress(new Headers(), env())

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
