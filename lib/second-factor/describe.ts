import type { SignedInActor } from '@/lib/audit/actor'
import { confirmedUntil } from '@/lib/second-factor/confirmation'
import { findFactors, isSecondFactorRequired } from '@/lib/second-factor/methods'
import type { SecondFactor } from '@/shared/second-factor'

/** Describes the actor's second factor, as the API and the tab Security show it. */
export async function describeSecondFactor(
  actor: Pick<SignedInActor, 'principal'>,
): Promise<SecondFactor> {
  const { id } = actor.principal.subject
  const [factors, required, until] = await Promise.all([
    findFactors(id),
    isSecondFactorRequired(id),
    confirmedUntil(actor),
  ])
  return {
    totp: factors?.hasApp ?? false,
    recovery_codes: factors?.recoveryCodes ?? 0,
    passkeys: factors?.passkeys ?? 0,
    has_password: factors?.hasPassword ?? false,
    required,
    confirmed_until: until?.toISOString() ?? null,
  }
}
