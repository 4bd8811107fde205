import { z } from 'zod'
import type { Keys } from '@/lib/config/derived-keys'
import { authTokenAlgorithm } from '@/lib/tokens/auth-token'

const base64url = z.string().meta({ pattern: '^[\\w-]{43}$' })

/** A JWK Set (RFC 7517) of public Ed25519 keys (RFC 8037). */
export const jwks = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        x: base64url,
        kid: base64url.meta({ description: "The key's thumbprint (RFC 7638)." }),
        alg: z.literal(authTokenAlgorithm),
        use: z.literal('sig'),
      }),
    ),
  })
  .meta({ id: 'Jwks' })

/** The keys with which others may verify an auth token, the current signing key first. */
export function toJwks(signing: Keys['signing'][]): z.infer<typeof jwks> {
  return {
    keys: signing.map(({ publicKey, kid }) => {
      const { x = '' } = publicKey.export({ format: 'jwk' })
      return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: authTokenAlgorithm, use: 'sig' }
    }),
  }
}
