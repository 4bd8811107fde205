import { createHmac, timingSafeEqual } from 'node:crypto'

/*
 * The content of a refresh cookie: the session's id, how many tokens of that session preceded this
 * one, and an HMAC-SHA-256 that proves that we wrote it. The database stores the count alone, so
 * nothing in it can be turned into a cookie, and every spent token is recognised as such, however
 * old. See docs/decisions/0012-refresh-cookies.md.
 */

export interface RefreshToken {
  sessionId: string
  /** 0 for the token that a sign-up or sign-in sets. */
  generation: number
}

const form = /^([0-9a-f-]{36})\.(0|[1-9]\d{0,8})\.([\w-]{43})$/

export function writeRefreshToken(
  { sessionId, generation }: RefreshToken,
  key: Uint8Array,
): string {
  const named = `${sessionId}.${generation}`
  return `${named}.${signatureOf(named, key)}`
}

/** @returns null for a token that we did not write */
export function readRefreshToken(text: string, key: Uint8Array): RefreshToken | null {
  const [, sessionId = '', generation, signature = ''] = form.exec(text) ?? []
  const expected = signatureOf(`${sessionId}.${generation}`, key)
  if (signature.length !== expected.length) return null
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return null
  return { sessionId, generation: Number(generation) }
}

const signatureOf = (named: string, key: Uint8Array) =>
  createHmac('sha256', key).update(named).digest('base64url')
