import { createHmac, type KeyObject, sign } from 'node:crypto'
import { deriveKeys, type Keys } from '@/lib/config/derived-keys'
import { loadMasterSecrets } from '@/lib/config/master-key'

/*
 * Tokens as an attacker would build them, byte for byte, without a library that prevents mistakes.
 */

type Sign = (input: string) => Buffer

export const jws = (header: unknown, payload: unknown, signature: Sign): string => {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${signature(input).toString('base64url')}`
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

export const ed25519 =
  (privateKey: KeyObject): Sign =>
  (input) =>
    sign(null, Buffer.from(input), privateKey)

export const hmacSha256 =
  (secret: string | Uint8Array): Sign =>
  (input) =>
    createHmac('sha256', secret).update(input).digest()

export const unsigned: Sign = () => Buffer.alloc(0)

/** @returns the keys of the server that stores its master key in this folder */
export const keysOf = (dataDir: string): Keys => {
  const [secret] = loadMasterSecrets({ secret: undefined, previousSecret: undefined, dataDir })
  return deriveKeys(secret as Buffer)
}
