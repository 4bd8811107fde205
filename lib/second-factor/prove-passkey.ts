import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import {
  challengeMs,
  makeChallenge,
  orRefused,
  redeemChallenge,
} from '@/lib/second-factor/challenge'
import type { RelyingParty } from '@/lib/second-factor/relying-party'
import type { Subject } from '@/shared/principal'

/*
 * Proving to hold a passkey (WebAuthn, section 7.2), with user verification: for a sign-in, or to
 * confirm a change. The passkey names its user.
 */

const purpose = 'passkey_sign_in'

/** @param userId whose session asks for it; null for a sign-in */
export async function assertionOptions(
  { id: rpID }: RelyingParty,
  userId: string | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const challenge = await makeChallenge(purpose, userId)
  return generateAuthenticationOptions({
    rpID,
    challenge,
    timeout: challengeMs,
    userVerification: 'required',
  })
}

export interface ProvedPasskey {
  subject: Subject
  /** Notes the use; false when the passkey was removed, or a later use is known. */
  noteUse(transaction: Prisma.TransactionClient): Promise<boolean>
}

/** @returns null for an answer that is not valid, or was given before */
export async function provePasskey(
  { id: expectedRPID, origin: expectedOrigin }: RelyingParty,
  response: AuthenticationResponseJSON,
  userId: string | null,
): Promise<ProvedPasskey | null> {
  const passkey = await db().passkey.findUnique({
    where: { id: response.id },
    include: { user: { select: { id: true, email: true, displayName: true } } },
  })
  if (!passkey) return null
  const { id, publicKey, counter } = passkey
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: redeemChallenge(purpose, userId),
    expectedOrigin,
    expectedRPID,
    credential: { id, publicKey, counter: Number(counter) },
    requireUserVerification: true,
  }).catch(orRefused)
  if (!verified?.verified) return null
  const used = { counter: BigInt(verified.authenticationInfo.newCounter), lastUsedAt: new Date() }
  return {
    subject: passkey.user,
    noteUse: async (transaction) => {
      const where = { id, userId: passkey.userId, counter: { lte: used.counter } }
      return (await transaction.passkey.updateMany({ where, data: used })).count === 1
    },
  }
}
