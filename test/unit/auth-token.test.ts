import { randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { deriveKeys } from '@/lib/config/derived-keys'
import { issueAuthToken, verifyAuthToken } from '@/lib/tokens/auth-token'

const { signing } = deriveKeys(randomBytes(32))
const start = new Date('2026-01-01T00:00:00.900Z')
const whose = { subject: 'user', email: 'ada@example.com', sessionId: 'session' }

const issue = (ttlSeconds: number) => issueAuthToken(whose, { signing, ttlSeconds, now: start })
const verifyAt = (token: string, time: string) =>
  verifyAuthToken(token, { signing, now: new Date(time) })

test('a token lives for as many seconds as it was given', async () => {
  const { token, expiresAt } = await issue(60)
  const { iat = 0, exp = 0 } = decodeJwt(token)
  expect(exp - iat).toBe(60)
  expect(expiresAt.toISOString()).toBe('2026-01-01T00:01:00.000Z')
})

test('a token is accepted until its last second, and refused from exp on', async () => {
  const { token } = await issue(60)
  expect(await verifyAt(token, '2026-01-01T00:00:59.999Z')).toMatchObject({
    subject: 'user',
    sessionId: 'session',
  })
  expect(await verifyAt(token, '2026-01-01T00:01:00.000Z')).toBeNull()
  expect(await verifyAt(token, '2027-01-01T00:00:00.000Z')).toBeNull()
})

test('a token names its issuer, audience, type and key', async () => {
  const { token } = await issue(60)
  expect(decodeProtectedHeader(token)).toEqual({
    alg: 'EdDSA',
    typ: 'jeton-auth+jwt',
    kid: signing.kid,
  })
  expect(decodeJwt(token)).toMatchObject({
    iss: 'jeton',
    aud: 'jeton',
    sub: 'user',
    sid: 'session',
  })
})

test('no two tokens are the same, even in one second', async () => {
  expect((await issue(60)).token).not.toBe((await issue(60)).token)
})

test('a token of another installation is refused', async () => {
  const { token } = await issue(60)
  const other = deriveKeys(randomBytes(32)).signing
  expect(await verifyAuthToken(token, { signing: other, now: start })).toBeNull()
})

test.each([
  '',
  '.',
  '..',
  'a.b.c',
  'jtn_000000000000000000000000000000000000',
  '\u0000',
  'é'.repeat(10_000),
])('text that is no token is refused, not thrown at', async (text) => {
  expect(await verifyAuthToken(text, { signing, now: start })).toBeNull()
})
