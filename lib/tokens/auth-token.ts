import { randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Keys } from '@/lib/config/derived-keys'

/*
 * An auth token is a JWT (RFC 7519) signed with EdDSA. Its signature and times prove that Jeton
 * issued it, and when it expires. Its session decides whether it is still accepted: see
 * verifier/look-up.ts.
 */

export const authTokenAlgorithm = 'EdDSA'
const type = 'jeton-auth+jwt'
const issuer = 'jeton'
const audience = 'jeton'

export interface AuthTokenClaims {
  /** The user's id. */
  subject: string
  /** The id of the session with which it ends. */
  sessionId: string
  issuedAt: Date
  expiresAt: Date
}

type SigningKeys = Keys['signing']

/** @param ttlSeconds lifetime, which starts at `now` */
export async function issueAuthToken(
  { subject, email, sessionId }: { subject: string; email: string; sessionId: string },
  { signing, ttlSeconds, now }: { signing: SigningKeys; ttlSeconds: number; now: Date },
): Promise<{ token: string; expiresAt: Date }> {
  const issuedAt = Math.floor(now.getTime() / 1000)
  const expiresAt = issuedAt + ttlSeconds
  const token = await new SignJWT({ sid: sessionId, email })
    .setProtectedHeader({ alg: authTokenAlgorithm, typ: type, kid: signing.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(signing.privateKey)
  return { token, expiresAt: new Date(expiresAt * 1000) }
}

/**
 * A signature of 64 bytes in its only valid spelling (RFC 4648, section 3.5). The library accepts
 * others, but a token must not have a second spelling.
 */
const form = /^[\w-]+\.[\w-]+\.[\w-]{85}[AQgw]$/

const time = z.number().transform((seconds) => new Date(seconds * 1000))

const claims = z
  .object({ sub: z.string(), sid: z.string(), iat: time, exp: time })
  .transform(({ sub, sid, iat, exp }) => ({
    subject: sub,
    sessionId: sid,
    issuedAt: iat,
    expiresAt: exp,
  }))

/**
 * Checks what `openAuthToken` does, and that the token has not expired.
 * @returns its claims, or null for a token that we did not issue, was altered or has expired
 */
export async function verifyAuthToken(
  token: string,
  { signing, now }: { signing: SigningKeys; now: Date },
): Promise<AuthTokenClaims | null> {
  const opened = await openAuthToken(token, { signing })
  return opened && opened.expiresAt > now ? opened : null
}

/** Earlier than any token's expiry. */
const anyTime = new Date(0)

/**
 * Checks form, key, signature, issuer, audience and type: that we issued the token, expired or not.
 * The key is ours, whatever the header names.
 * @returns its claims, or null for a token that we did not issue or was altered
 */
export async function openAuthToken(
  token: string,
  { signing }: { signing: SigningKeys },
): Promise<AuthTokenClaims | null> {
  if (!form.test(token)) return null
  try {
    const { payload, protectedHeader } = await jwtVerify(token, signing.publicKey, {
      algorithms: [authTokenAlgorithm],
      typ: type,
      issuer,
      audience,
      currentDate: anyTime,
      requiredClaims: ['sub', 'sid', 'iat', 'exp', 'jti'],
    })
    if (protectedHeader.kid !== signing.kid) return null
    return claims.safeParse(payload).data ?? null
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}
