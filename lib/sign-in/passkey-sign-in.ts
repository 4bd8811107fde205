import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Visitor } from '@/lib/audit/actor'
import { tally } from '@/lib/metrics/tally'
import { provePasskey } from '@/lib/second-factor/prove-passkey'
import type { RelyingParty } from '@/lib/second-factor/relying-party'
import type { Device } from '@/lib/sign-in/device'
import type { SignInTried } from '@/lib/sign-in/sign-in'
import { startSession } from '@/lib/sign-in/start-session'

/**
 * Starts a session for a passkey. It needs no second factor: the authenticator has verified the
 * user. There is nothing to guess, and so no limit.
 */
export async function signInWithPasskey(
  visitor: Visitor,
  party: RelyingParty,
  { credential, device }: { credential: AuthenticationResponseJSON; device: Device | null },
): Promise<SignInTried> {
  const result = await tryPasskey(visitor, party, { credential, device })
  tally().signIns[result.outcome] += 1
  return result
}

async function tryPasskey(
  visitor: Visitor,
  party: RelyingParty,
  { credential, device }: { credential: AuthenticationResponseJSON; device: Device | null },
): Promise<SignInTried> {
  const proved = await provePasskey(party, credential, null)
  if (!proved) return { outcome: 'credentials_wrong' }
  const { subject, noteUse } = proved
  const started = await startSession({ visitor, subject, credential: 'passkey', device }, noteUse)
  return started ? { outcome: 'signed_in', ...started } : { outcome: 'credentials_wrong' }
}
