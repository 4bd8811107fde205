import { generateKeyPairSync } from 'node:crypto'
import { importJWK, type JWK, SignJWT, UnsecuredJWT } from 'jose'

type Claims = Record<string, unknown>

const makeKey = (kid: string): JWK => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
})

const signedBy = async (key: JWK, alg: string, claims: Claims, header = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg, kid: key.kid, ...header })
    .sign(await importJWK(key, alg))

/** The key of an OpenID provider, which it may change, and ways to sign that are not its own. */
export class ForgingKeys {
  #key = makeKey('first')

  /** @param secret of the client, which some libraries once took for a key */
  constructor(readonly secret: string) {}

  get privateKey(): JWK {
    return { ...this.#key, alg: 'RS256' }
  }

  publicSet(): { keys: JWK[] } {
    const { kty, n, e, kid } = this.#key as Required<Pick<JWK, 'kty' | 'n' | 'e' | 'kid'>>
    return { keys: [{ kty, n, e, kid, alg: 'RS256', use: 'sig' }] }
  }

  /** From now on, the provider signs with another key, and publishes no other. */
  rotate(): void {
    this.#key = makeKey('second')
  }

  /** Signs as the provider does. */
  readonly sign = (claims: Claims, header: { typ?: string } = {}): Promise<string> =>
    signedBy(this.#key, 'RS256', claims, header)

  /** @param how without a signature, by the client's secret, or otherwise with the right key */
  async signWith(
    how: 'none' | 'HS256' | 'RS384' | 'PS256' | 'another key',
    claims: Claims,
  ): Promise<string> {
    if (how === 'none') return new UnsecuredJWT(claims).encode()
    if (how === 'another key') return signedBy(makeKey('first'), 'RS256', claims)
    if (how !== 'HS256') return signedBy(this.#key, how, claims)
    const signing = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' })
    return signing.sign(Buffer.from(this.secret))
  }
}
