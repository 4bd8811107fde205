import type { RouteOperation } from '@/lib/api/contract'
import { ProblemError } from '@/lib/http/problem'
import { secondFactorMissing } from '@/lib/http/refusals'
import { lacksSecondFactor } from '@/lib/second-factor/methods'
import { type RelyingParty, relyingParty } from '@/lib/second-factor/relying-party'
import { hasSession, type Principal } from '@/shared/principal'

/**
 * Refuses a session's call while its user lacks the second factor that the installation requires,
 * but for the calls that are needed to set one up. API tokens keep working.
 * @throws ProblemError `second_factor_missing`
 */
export async function requireSecondFactor(
  { beforeSecondFactor }: RouteOperation,
  principal: Principal | null,
): Promise<void> {
  if (beforeSecondFactor || !principal || !hasSession(principal)) return
  if (await lacksSecondFactor(principal.subject.id)) throw secondFactorMissing()
}

/** @throws ProblemError `not_found` where browsers have no passkeys */
export function requireRelyingParty({ headers }: Request): RelyingParty {
  const party = relyingParty(headers)
  if (party) return party
  throw new ProblemError('not_found', 'Passkeys need a public address with https and a host name.')
}
