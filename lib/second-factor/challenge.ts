import { isDatabaseUnavailable } from '@/lib/db/errors'
import { makeOneTimeToken, redeemOneTimeToken } from '@/lib/one-time-tokens'

/*
 * WebAuthn challenges are one-time tokens: the authenticator signs the token, and the answer uses
 * it up. The challenge of a registration belongs to its user, and that of a sign-in to nobody yet.
 */

export type Ceremony = 'passkey_registration' | 'passkey_sign_in'

const ttlSeconds = 300
export const challengeMs = ttlSeconds * 1000

/** @returns the bytes of the challenge */
export async function makeChallenge(
  purpose: Ceremony,
  userId: string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const { token } = await makeOneTimeToken({ purpose, userId, ttlSeconds })
  return new Uint8Array(Buffer.from(token, 'base64url'))
}

/** Takes an answer that is not valid for none; a database that is away is an error still. */
export function orRefused(error: unknown): null {
  if (isDatabaseUnavailable(error)) throw error
  return null
}

/**
 * @returns a function that uses the challenge of an answer, base64url, and tells whether it is one
 */
export const redeemChallenge =
  (purpose: Ceremony, userId: string | null) =>
  async (challenge: string): Promise<boolean> =>
    (await redeemOneTimeToken(challenge, purpose))?.userId === userId
