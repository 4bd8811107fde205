import { lockUser } from '@/lib/accounts/lock-user'
import { canReset, resetLinkTtlSeconds } from '@/lib/accounts/reset-link'
import type { Visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Limit } from '@/lib/http/rate-limited'
import { consume } from '@/lib/limits/counters'
import { log } from '@/lib/log/log'
import { sendResetLink } from '@/lib/mail/reset-mail'
import { makeOneTimeToken } from '@/lib/one-time-tokens'
import { isLanguage, type Language } from '@/shared/preferences'

export type AskResult =
  | { outcome: 'asked' | 'mail_off' | 'passwords_off' }
  | { outcome: 'rate_limited'; limit: Limit }

/** Admits a request for a link, whatever its address, within the rate limit of where it is from. */
export async function askForResetLink({ origin }: Visitor): Promise<AskResult> {
  const { mail, passwords } = env()
  if (passwords === 'off') return { outcome: 'passwords_off' }
  if (!mail) return { outcome: 'mail_off' }
  const limit = await consume('password-forgot', [origin.address])
  return limit ? { outcome: 'rate_limited', limit } : { outcome: 'asked' }
}

/**
 * Mails a link to the user who has this address, if one has and may sign in. Takes its time for
 * such a user: lib/accounts/reset-requests.ts.
 * @param email in its one spelling
 * @param language of the browser, where the user has not chosen one
 */
export async function mailResetLink(email: string, language: Language): Promise<void> {
  try {
    await mailLinkTo(email, language)
  } catch (error) {
    log().error('A link to reset a password could not be made', { error })
  }
}

async function mailLinkTo(email: string, language: Language): Promise<void> {
  const user = await db().user.findFirst({
    where: { email, ...canReset },
    select: { id: true, language: true },
  })
  if (!user || (await consume('password-forgot-account', [user.id]))) return
  const made = await makeLink(user.id, email)
  if (!made) return
  const { token, expiresAt } = made
  const url = `${env().publicUrl}/reset-password/${token}`
  const spoken = isLanguage(user.language) ? user.language : language
  await sendResetLink({ email, url, expiresAt }, spoken)
}

/**
 * Locks the user's row first: a change of the address or the password ends the links, this one too.
 * @returns null where the user has another address meanwhile, or no password to reset
 */
const makeLink = (userId: string, email: string) =>
  db().$transaction(async (transaction) =>
    (await lockUser(transaction, { id: userId, email, ...canReset }))
      ? makeOneTimeToken(
          { purpose: 'password_reset', userId, ttlSeconds: resetLinkTtlSeconds },
          transaction,
        )
      : null,
  )
