import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'
import type { OidcSettings } from '@/lib/config/oidc-settings'
import { log } from '@/lib/log/log'
import { oncePerProcess } from '@/lib/once-per-process'
import { MetadataFailure, providerMetadata } from '@/lib/openid/provider-metadata'

/** The sessions that a logout token ends (OpenID Connect Back-Channel Logout 1.0, section 2.4). */
export interface LogoutClaims {
  issuer: string
  jti: string
  /** The provider's user; undefined: the user of the session. */
  subject: string | undefined
  /** The provider's session; undefined: all of the user. */
  providerSessionId: string | undefined
}

/** A token is accepted for this long after it was made, in seconds. */
export const logoutTokenAgeSeconds = 300

const clockToleranceSeconds = 10
const metadataAgeMs = 600_000
const keysTimeoutMs = 3_000

const event = 'http://schemas.openid.net/event/backchannel-logout'

const claims = z
  .object({
    jti: z.string().min(1),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    events: z.object({ [event]: z.object({}) }),
    // So that nobody passes an ID token off as a logout token.
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined)

/**
 * @returns the claims of a token that the provider has signed for us, as section 2.6 demands, or
 * null for any other token. Whether it is a replay is for the caller to find out.
 * @throws MetadataFailure when the provider's keys cannot be read
 */
export async function verifyLogoutToken(
  token: string,
  { issuer, clientId: audience, algorithm }: OidcSettings,
): Promise<LogoutClaims | null> {
  const { jwks_uri } = await providerMetadata(metadataAgeMs)
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keysAt(jwks_uri), {
      issuer,
      audience,
      algorithms: [algorithm],
      clockTolerance: clockToleranceSeconds,
      maxTokenAge: logoutTokenAgeSeconds,
    })
    const { typ } = protectedHeader
    if (typ !== undefined && !/^(application\/)?logout\+jwt$|^jwt$/i.test(typ)) return null
    const read = claims.safeParse(payload).data
    if (!read) return null
    return { issuer, jti: read.jti, subject: read.sub, providerSessionId: read.sid }
  } catch (error) {
    if (isRefusal(error)) return null
    log().error('The keys of the OpenID provider cannot be read', { error })
    throw new MetadataFailure('provider_away', 'The keys cannot be read', error)
  }
}

/** Whether an error is about the token, and not about the provider's keys. */
const isRefusal = (error: unknown) =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC'

const keySets = oncePerProcess('openid-keys', () => new Map<string, JWTVerifyGetKey>())

function keysAt(url: string): JWTVerifyGetKey {
  const keys =
    keySets().get(url) ?? createRemoteJWKSet(new URL(url), { timeoutDuration: keysTimeoutMs })
  keySets().set(url, keys)
  return keys
}
