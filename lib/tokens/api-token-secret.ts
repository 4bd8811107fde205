import { createHmac } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { apiTokenBodyLength, apiTokenPrefix } from '@/shared/token-format'

/*
 * An API token is `jtn_`, 30 random characters and 6 of checksum, all base62:
 *
 *   jtn_ 2bK9…(30)… 0Qx1Zb
 *        178 bits    CRC32
 *
 * The prefix lets scanners find a leaked token. The checksum lets them, and us, reject a fake
 * without a look-up. A double click selects the whole token.
 */

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const checksumLength = 6
const randomLength = apiTokenBodyLength - checksumLength
const bodyLength = apiTokenPrefix.length + randomLength
const form = new RegExp(`^${apiTokenPrefix}[0-9A-Za-z]{${apiTokenBodyLength}}$`)

/**
 * The largest multiple of 62 that fits into a byte. Bytes from here on are drawn again, so that all
 * characters are equally likely.
 */
const unbiased = 248

/** @param randomBytes returns the given number of random bytes */
export function makeApiTokenSecret(randomBytes: (size: number) => Uint8Array): string {
  let random = ''
  while (random.length < randomLength) {
    for (const byte of randomBytes(randomLength)) {
      if (byte < unbiased && random.length < randomLength)
        random += alphabet[byte % alphabet.length]
    }
  }
  const body = apiTokenPrefix + random
  return body + checksum(body)
}

/** Whether a text has the form of an API token and a valid checksum. */
export function isApiTokenSecret(text: string): boolean {
  return form.test(text) && checksum(text.slice(0, bodyLength)) === text.slice(bodyLength)
}

/** The digest by which a token is stored and looked up: HMAC-SHA-256, base64url. */
export function digestApiToken(secret: string, digestKey: Uint8Array): string {
  return createHmac('sha256', digestKey).update(secret).digest('base64url')
}

/**
 * The last characters, by which the owner recognises a token. They belong to the checksum; over 150
 * bits stay unknown.
 */
export const hintOf = (secret: string) => secret.slice(-4)

function checksum(body: string): string {
  let rest = crc32(body)
  let text = ''
  for (let i = 0; i < checksumLength; i += 1) {
    text = alphabet[rest % alphabet.length] + text
    rest = Math.floor(rest / alphabet.length)
  }
  return text
}
