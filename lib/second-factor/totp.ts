import { createHmac, timingSafeEqual } from 'node:crypto'

/*
 * Time-based one-time passwords (RFC 6238) as authenticator apps compute them: HMAC-SHA-1, 6
 * digits, steps of 30 seconds.
 */

const stepMs = 30_000
const digits = 6

/** Steps before and after the current one whose codes are accepted, for clocks that differ. */
const drift = 1

/** 160 bits, as long as the hash (RFC 4226, section 4). */
export const secretBytes = 20

export const stepAt = (now: Date): number => Math.floor(now.getTime() / stepMs)

/** The code of a time step (RFC 4226, section 5.3). */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/**
 * Finds the time step whose code was given, the latest if there are several.
 * @returns null when the code belongs to none of the accepted steps
 */
export function stepOf(secret: Uint8Array, code: string, now: Date): number | null {
  for (let step = stepAt(now) + drift; step >= stepAt(now) - drift; step -= 1)
    if (isSame(codeAt(secret, step), code)) return step
  return null
}

const isSame = (expected: string, given: string) =>
  /^\d{6}$/.test(given) && timingSafeEqual(Buffer.from(expected), Buffer.from(given))

/** The address that an app reads from the QR code, in the format of Google Authenticator. */
export function keyUri(secret: string, { issuer, account }: { issuer: string; account: string }) {
  const label = [issuer, account].map(encodeURIComponent).join(':')
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
}

/** The alphabet of base32 (RFC 4648, section 6). */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Encodes in base32 without padding, the form in which apps take a secret. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}
