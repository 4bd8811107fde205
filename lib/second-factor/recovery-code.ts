import { createHash } from 'node:crypto'
import { toBase32 } from '@/lib/second-factor/totp'

/*
 * A recovery code: 80 random bits, written as four groups of four characters of base32. Only its
 * digest is stored. A fast hash is enough, because nobody can guess 80 bits.
 */

export const codesPerUser = 10
const codeBytes = 10

/** @param randomBytes returns the given number of random bytes */
export function makeRecoveryCodes(randomBytes: (size: number) => Uint8Array): string[] {
  return Array.from({ length: codesPerUser }, () => grouped(toBase32(randomBytes(codeBytes))))
}

const grouped = (text: string) => (text.toLowerCase().match(/.{4}/g) ?? []).join('-')

/** The digest of a code as it is stored, however the code is grouped and in whatever case. */
export const digestRecoveryCode = (code: string): string =>
  createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest('base64url')
