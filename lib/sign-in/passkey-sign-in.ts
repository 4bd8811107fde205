import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { type Visitor, visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { consume } from '@/lib/limits/counters'
import { tally } from '@/lib/metrics/tally'
import { provePasskey } from '@/lib/second-factor/prove-passkey'
import type { RelyingParty } from '@/lib/second-factor/relying-party'
import type { Device } from '@/lib/sign-in/device'
import type { SignInTried } from '@/lib/sign-in/sign-in'
import { startSession } from '@/lib/sign-in/start-session'

/**
 * Starts a session for a passkey. It needs no second factor: the authenticator has verified the
 * user. There is nothing to guess, and so no limit. A failure is recorded for the user of the
 * passkey, or for nobody where there is no such passkey.
 */
export async function signInWithPasskey(
  visiting: Visitor,
  party: RelyingParty,
  { credential, device }: { credential: AuthenticationResponseJSON; device: Device | null },
): Promise<SignInTried> {
  const result = await tryPasskey(visiting, party, { credential, device })
  if (result.outcome === 'credentials_wrong') await recordWrong(visiting, credential.id)
  tally().signIns[result.outcome] += 1
  return result
}

async function tryPasskey(
  visiting: Visitor,
  party: RelyingParty,
  { credential, device }: { credential: AuthenticationResponseJSON; device: Device | null },
): Promise<SignInTried> {
  const proved = await provePasskey(party, credential, null)
  if (!proved) return { outcome: 'credentials_wrong' }
  const { subject, noteUse } = proved
  const started = await startSession(
    { visitor: visiting, subject, credential: 'passkey', device },
    noteUse,
  )
  return started ? { outcome: 'signed_in', ...started } : { outcome: 'credentials_wrong' }
}

/** Beyond the limit nothing is recorded, or anybody could fill the database. */
async function recordWrong({ origin }: Visitor, id: string): Promise<void> {
  if (await consume('passkey-failure', [origin.address])) return
  const passkey = await db().passkey.findUnique({
    where: { id },
    select: { user: { select: { id: true, email: true } } },
  })
  const detail = { reason: 'passkey_wrong' } as const
  const account = passkey?.user ?? { id: null, email: '' }
  await addActivity(visitor(origin, 'passkey'), account, { action: 'sign_in_failed', detail })
}
