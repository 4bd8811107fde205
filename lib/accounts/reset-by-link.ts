import { endPasswordTokens } from '@/lib/accounts/end-password-tokens'
import { hashPassword } from '@/lib/accounts/password'
import { passwordFault } from '@/lib/accounts/password-fault'
import { canReset, getResetLink } from '@/lib/accounts/reset-link'
import { type Visitor, visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { resetSignInLimits } from '@/lib/limits/sign-in-reset'
import { notify } from '@/lib/mail/notify'
import { redeemOneTimeToken } from '@/lib/one-time-tokens'
import { endSessionsIn } from '@/lib/sessions/end-session'
import { revoking } from '@/verifier/revocations'

export type LinkResetResult =
  | { outcome: 'reset' }
  /** Used, expired, unknown, or of a user who may not sign in. */
  | { outcome: 'link_invalid' | 'passwords_off' }
  | { outcome: 'password_refused'; fault: string }

/**
 * Sets the password of the link's user, ends all sessions of the user in the same transaction, and
 * resets the sign-in limits. It works once, and ends what the old password has begun. The API
 * token and the second factor stay.
 */
export async function resetByLink(
  { origin }: Visitor,
  token: string,
  password: string,
): Promise<LinkResetResult> {
  if (env().passwords === 'off') return { outcome: 'passwords_off' }
  const account = await getResetLink(token)
  if (!account) return { outcome: 'link_invalid' }
  const fault = await passwordFault(password, account.email)
  if (fault !== null) return { outcome: 'password_refused', fault }
  const passwordHash = await hashPassword(password)
  const reset = { actor: visitor(origin, 'link'), account, token, passwordHash }
  if (!(await revoking(() => storeOnce(reset)))) return { outcome: 'link_invalid' }
  await resetSignInLimits(account.email)
  notify(reset.actor, { id: account.id }, 'password_reset')
  return { outcome: 'reset' }
}

interface Reset {
  actor: Visitor
  account: { id: string; email: string }
  token: string
  passwordHash: string
}

class LinkUsed extends Error {}

/** @returns whether it was stored: false when another request was first */
async function storeOnce(reset: Reset): Promise<boolean> {
  try {
    await store(reset)
    return true
  } catch (error) {
    if (error instanceof LinkUsed) return false
    throw error
  }
}

/**
 * Locks the user's row before the token's and the sessions'.
 * @throws LinkUsed
 */
const store = ({ actor, account, token, passwordHash }: Reset) =>
  db().$transaction(async (transaction) => {
    const { count } = await transaction.user.updateMany({
      where: { id: account.id, ...canReset },
      data: { passwordHash },
    })
    if (count === 0) throw new LinkUsed()
    if (!(await redeemOneTimeToken(token, 'password_reset', transaction))) throw new LinkUsed()
    await endPasswordTokens(account.id, transaction)
    await endSessionsIn(transaction, {
      actor,
      account,
      which: {},
      eventOf: (ended) => ({ action: 'password_reset', detail: { ended } }),
    })
  })
