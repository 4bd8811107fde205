import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'

/** Every key of an installation, derived from its master secret: HKDF-SHA-256 (RFC 5869), one label for each use. */
export interface Keys {
  /** HMAC key of API token digests. */
  digest: Buffer
  /** AES-256 key of sealed API tokens. */
  seal: Buffer
  /** HMAC key of refresh cookies. */
  refresh: Buffer
  /** HMAC key of what is kept of an Idempotency-Key. */
  idempotency: Buffer
  /** HMAC key of what limits are counted by. */
  limits: Buffer
  /**
   * Tells the cookies of one installation from another's on the same host. It is seen by everybody.
   */
  cookieTag: string
  /** What next-auth encrypts its cookie with. */
  nextAuth: string
  /** Ed25519 pair of auth tokens (RFC 8037). */
  signing: { privateKey: KeyObject; publicKey: KeyObject; kid: string }
  /** Tells two master secrets apart, and says nothing about them. */
  fingerprint: string
}

/** DER of a PKCS #8 Ed25519 private key, up to the 32 bytes of its seed (RFC 8410, section 7). */
const ed25519Header = Buffer.from('302e020100300506032b657004220420', 'hex')

/** @param masterSecret at least 32 random bytes */
export function deriveKeys(masterSecret: Uint8Array): Keys {
  const derive = (label: string) =>
    Buffer.from(hkdfSync('sha256', masterSecret, '', `jeton/v1/${label}`, 32))
  const privateKey = createPrivateKey({
    key: Buffer.concat([ed25519Header, derive('auth-token/ed25519')]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = createPublicKey(privateKey)
  return {
    digest: derive('api-token/digest'),
    seal: derive('api-token/seal'),
    refresh: derive('refresh-cookie'),
    idempotency: derive('idempotency-key'),
    limits: derive('limits'),
    cookieTag: derive('cookie-names').toString('hex', 0, 4),
    nextAuth: derive('next-auth').toString('base64url'),
    signing: { privateKey, publicKey, kid: keyId(publicKey) },
    fingerprint: derive('fingerprint').toString('base64url'),
  }
}

/** The key's JWK thumbprint (RFC 7638, RFC 8037 section 2). */
function keyId(publicKey: KeyObject): string {
  const { crv, kty, x } = publicKey.export({ format: 'jwk' })
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
}
