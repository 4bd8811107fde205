import type { Refusal } from '@/lib/api/contract'
import type { SignedInActor } from '@/lib/audit/actor'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { passwordsOff } from '@/lib/http/refusals'
import { confirm } from '@/lib/second-factor/confirmation'

/** The refusals of `requireConfirmed`. */
export const confirmationRefusals = [
  { code: 'credentials_wrong', status: 400 },
  'confirmation_required',
  'passwords_off',
] as const satisfies Refusal[]

/**
 * Requires the password, or a confirmation of the last ten minutes.
 * @throws ProblemError `confirmation_required`, `credentials_wrong`, `passwords_off` or
 *   `rate_limited`
 */
export async function requireConfirmed(
  actor: SignedInActor,
  { password }: { password?: string | undefined },
): Promise<void> {
  const confirmation = await confirm(actor, password)
  if (confirmation.outcome === 'confirmed') return
  if (confirmation.outcome === 'rate_limited') throw rateLimited(confirmation.limit)
  if (confirmation.outcome === 'passwords_off') throw passwordsOff()
  if (confirmation.outcome === 'credentials_wrong') throw passwordWrong()
  throw new ProblemError(
    'confirmation_required',
    'Send your password, or confirm in the browser first. Only the browser need not send it again.',
  )
}

/**
 * Requires a confirmation of the last ten minutes where an owner treats their own account as that
 * of somebody else: it would be a way around the confirmation that the tab Security asks for.
 * @param id of the user whose second factor, password or address is about to change
 * @throws ProblemError `confirmation_required`
 */
export async function requireConfirmedForSelf(actor: SignedInActor, id: string): Promise<void> {
  if (id === actor.principal.subject.id) await requireConfirmed(actor, {})
}

function passwordWrong(): ProblemError {
  const message = 'The password is wrong.'
  return new ProblemError('credentials_wrong', message, {
    status: 400,
    errors: [{ path: 'password', message }],
  })
}
