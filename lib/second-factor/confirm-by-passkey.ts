import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { SignedInActor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { noteConfirmation } from '@/lib/second-factor/confirmation'
import { provePasskey } from '@/lib/second-factor/prove-passkey'
import type { RelyingParty } from '@/lib/second-factor/relying-party'

/**
 * Confirms by one of the user's passkeys, for a challenge that was made for this user.
 * @returns whether it was proved
 */
export async function confirmByPasskey(
  actor: SignedInActor,
  party: RelyingParty,
  credential: AuthenticationResponseJSON,
): Promise<boolean> {
  const { id } = actor.principal.subject
  const proved = await provePasskey(party, credential, id)
  if (proved?.subject.id !== id || !(await db().$transaction(proved.noteUse))) return false
  await noteConfirmation(actor, new Date())
  return true
}
