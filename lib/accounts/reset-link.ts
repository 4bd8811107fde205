import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { peekOneTimeToken } from '@/lib/one-time-tokens'

/** How long a link to reset a password works. */
export const resetLinkTtlSeconds = 3_600

/**
 * The condition of a user who has a password to reset: nobody else gets or uses a link. A mailbox
 * gives no password to somebody who signs in by the provider or by a passkey alone.
 */
export const canReset = {
  kind: 'person',
  invitedAt: null,
  disabledAt: null,
  passwordHash: { not: '' },
}

/** Returns the user whose password the link resets, or null for a link that does not work. */
export async function getResetLink(token: string): Promise<{ id: string; email: string } | null> {
  if (env().passwords === 'off') return null
  const holder = await peekOneTimeToken(token, 'password_reset')
  if (!holder?.userId) return null
  return db().user.findFirst({
    where: { id: holder.userId, ...canReset },
    select: { id: true, email: true },
  })
}
