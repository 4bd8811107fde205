import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { SignedInActor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import {
  challengeMs,
  makeChallenge,
  orRefused,
  redeemChallenge,
} from '@/lib/second-factor/challenge'
import { changeFactor } from '@/lib/second-factor/change-factor'
import { toRow } from '@/lib/second-factor/passkeys'
import type { RelyingParty } from '@/lib/second-factor/relying-party'
import type { PasskeyRow } from '@/shared/passkey-row'

/* Adding a passkey (WebAuthn, section 7.1), with user verification and without attestation. */

const purpose = 'passkey_registration'

export async function registrationOptions(
  { principal: { subject } }: SignedInActor,
  { id: rpID, name: rpName }: RelyingParty,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await db().passkey.findMany({
    where: { userId: subject.id },
    select: { id: true },
  })
  return generateRegistrationOptions({
    rpName,
    rpID,
    userName: subject.email,
    userDisplayName: subject.displayName || subject.email,
    userID: new Uint8Array(Buffer.from(subject.id)),
    challenge: await makeChallenge(purpose, subject.id),
    timeout: challengeMs,
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/**
 * Stores a passkey that the browser has created for a challenge of the user.
 * @returns null for an answer that is not valid, or was given before
 * @throws SessionOver
 */
export async function registerPasskey(
  actor: SignedInActor,
  { id: expectedRPID, origin: expectedOrigin }: RelyingParty,
  { name, credential: response }: { name: string; credential: RegistrationResponseJSON },
): Promise<PasskeyRow | null> {
  const { subject } = actor.principal
  const expectedChallenge = redeemChallenge(purpose, subject.id)
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
  }).catch(orRefused)
  if (!verified?.verified) return null
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential
  const key = { publicKey, counter: BigInt(counter), transports: transports.join(',') }
  const data = { id, name, ...key, userId: subject.id }
  try {
    const stored = await changeFactor(
      actor,
      (transaction) => transaction.passkey.create({ data }),
      () => ({ action: 'passkey_added', detail: { passkey_name: name } }),
    )
    return stored && toRow(stored)
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}
