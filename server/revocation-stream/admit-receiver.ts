import { env } from '@/lib/config/settings'
import type { Credential } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import { rateLimited } from '@/lib/http/rate-limited'
import { credentialMissing, secondFactorMissing } from '@/lib/http/refusals'
import { serviceRequired } from '@/lib/http/service-refusals'
import { noteBadToken } from '@/lib/limits/bad-tokens'
import { hasSession, type Principal } from '@/shared/principal'
import { authenticate, isUnknownToken } from '@/verifier/authenticate'
import { credentialRefused } from '@/verifier/refused-credential'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { store } from '@/verifier/store'

/*
 * Receivers may be an owner, or a machine with the role `service`. A stream lasts, so that it is
 * asked again and again, and always of the database.
 */

const roles: readonly string[] = ['owner', 'service']

/** Returns the caller, or why the caller may not receive. */
async function check(credential: Credential): Promise<Principal | 'unknown' | ProblemError> {
  const principal = await authenticate(credential)
  const account = principal && (await whenUnlocked(() => store().findAccount(principal.subject.id)))
  if (!principal || !account) return 'unknown'
  if (principal.credential.kind === 'api_token' && principal.credential.services)
    return serviceRequired()
  if (!roles.includes(account.role))
    return new ProblemError(
      'owner_required',
      'Only an owner of this installation, or a machine with the role service, can do this.',
    )
  // The receiver is an owner, and both settings require a second factor of owners.
  const isRequired = env().secondFactor !== 'optional' && hasSession(principal)
  return isRequired && account.lacksSecondFactor ? secondFactorMissing() : principal
}

export interface Admitted {
  principal: Principal
  credential: Credential
}

/**
 * Returns the caller, who may receive.
 * @param addressOf called only if the token is unknown
 * @throws ProblemError `credential_missing`, `token_invalid`, `rate_limited`, `service_required`,
 * `owner_required` or `second_factor_missing`; Error if the database cannot be queried
 */
export async function admitReceiver(
  credential: Credential | null,
  addressOf: () => string,
): Promise<Admitted> {
  if (!credential) throw credentialMissing()
  const checked = await check(credential)
  if (checked instanceof ProblemError) throw checked
  if (checked !== 'unknown') return { principal: checked, credential }
  const limit = (await isUnknownToken(credential)) ? noteBadToken(addressOf) : null
  throw limit ? rateLimited(limit) : credentialRefused(credential)
}

/**
 * Whether an admitted receiver may still receive.
 * @throws Error if the database cannot be queried
 */
export async function mayStillReceive(credential: Credential): Promise<boolean> {
  const checked = await check(credential)
  return checked !== 'unknown' && !(checked instanceof ProblemError)
}
