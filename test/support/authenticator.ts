import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/*
 * An authenticator (WebAuthn, section 6) in the process of the test: one passkey, ES256, without
 * attestation. It does what it is told, also what no browser would.
 */

/** Options of a ceremony, as the API answers them. */
export interface CeremonyOptions {
  challenge: string
}

/** What a test changes of an answer. */
export interface Answered {
  origin?: string
  rpId?: string
  challenge?: string
  isUserVerified?: boolean
  counter?: number
}

const [userPresent, userVerified, hasKey] = [0x01, 0x04, 0x40]

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()

export class Authenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #id = randomBytes(32)
  readonly #origin: string
  counter = 0

  /** @param origin of the page, whose host is the relying party's id */
  constructor(origin: string) {
    this.#origin = origin
  }

  /** The credential's id, by which the API knows the passkey. */
  get id(): string {
    return this.#id.toString('base64url')
  }

  /** Answers `navigator.credentials.create`. */
  create(options: CeremonyOptions, changed: Answered = {}) {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.#id.length)
    const credential = [Buffer.alloc(16), length, this.#id, this.#coseKey()]
    const data = Buffer.concat([this.#authenticatorData(hasKey, changed), ...credential])
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', options, changed),
      attestationObject: attestationOf(data),
    })
  }

  /** Answers `navigator.credentials.get`. */
  get(options: CeremonyOptions, changed: Answered = {}) {
    this.counter += 1
    const clientDataJSON = this.#clientData('webauthn.get', options, changed)
    const authenticatorData = this.#authenticatorData(0, changed)
    const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)])
    const signature = sign('sha256', signed, this.#keys.privateKey)
    return this.#answer({ clientDataJSON, authenticatorData, signature })
  }

  #answer(response: Record<string, Buffer>) {
    const encoded = Object.entries(response).map(([name, b]) => [name, b.toString('base64url')])
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: Object.fromEntries(encoded),
    }
  }

  #clientData(type: string, options: CeremonyOptions, changed: Answered): Buffer {
    const { challenge = options.challenge, origin = this.#origin } = changed
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  }

  #authenticatorData(more: number, changed: Answered): Buffer {
    const { rpId = new URL(this.#origin).hostname, isUserVerified = true } = changed
    const { counter = this.counter } = changed
    const flags = userPresent | (isUserVerified ? userVerified : 0) | more
    const rest = Buffer.alloc(5)
    rest.writeUInt8(flags)
    rest.writeUInt32BE(counter, 1)
    return Buffer.concat([sha256(rpId), rest])
  }

  /** The public key (RFC 9053, section 7.1), in CBOR: kty EC2, alg ES256, crv P-256, x, y. */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    return Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
  }
}

/** The CBOR of `{fmt: "none", attStmt: {}, authData}`. */
function attestationOf(data: Buffer): Buffer {
  const text = (words: string) =>
    Buffer.concat([Buffer.from([0x60 + words.length]), Buffer.from(words)])
  const length = Buffer.from([0x59, data.length >> 8, data.length & 0xff])
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    length,
    data,
  ])
}
