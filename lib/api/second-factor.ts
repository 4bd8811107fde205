import type { RouteOperation } from '@/lib/api/contract'
import { secondFactorMissing } from '@/lib/http/refusals'
import { lacksSecondFactor } from '@/lib/second-factor/methods'
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
