import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'

/**
 * The keys of an installation, derived from its master key by HKDF-SHA-256 (RFC 5869), with one
 * label for each use.
 */
export interface Keys {
  /** HMAC key of API token digests. */
  digest: Buffer
  /** AES-256 key of sealed API tokens. */
  seal: Buffer
  /** HMAC key of refresh cookies. */
  refresh: Buffer
  /** HMAC key of rate-limit counter keys. */
  limits: Buffer
  /** Distinguishes the cookies of installations on the same host. Public. */
  cookieTag: string
  /** The key by which next-auth encrypts its cookie. */
  nextAuth: string
  /** Ed25519 key pair that signs auth tokens (RFC 8037). */
  signing: { privateKey: KeyObject; publicKey: KeyObject; kid: string }
  /** Identifies a master key without revealing anything about it. */
  fingerprint: string
}

/** DER prefix of a PKCS #8 Ed25519 private key, up to its 32-byte seed (RFC 8410, section 7). */
const ed25519Header = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Derives every key of an installation.
 * @param masterSecret the master key, at least 32 random bytes
 */
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
    limits: derive('limits'),
    cookieTag: derive('cookie-names').toString('hex', 0, 4),
    nextAuth: derive('next-auth').toString('base64url'),
    signing: { privateKey, publicKey, kid: keyId(publicKey) },
    fingerprint: derive('fingerprint').toString('base64url'),
  }
}

/** Returns the key's JWK thumbprint (RFC 7638, RFC 8037 section 2). */
function keyId(publicKey: KeyObject): string {
  const { crv, kty, x } = publicKey.export({ format: 'jwk' })
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
}
