import { randomBytes } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { deriveKeys } from '@/lib/config/derived-keys'
import { issueAuthToken } from '@/lib/tokens/auth-token'
import { clientOf, signUp } from '@/test/support/client'
import { sharedServer } from '@/test/support/shared-server'

const call = clientOf(sharedServer().address)

const options = { issuer: 'jeton', audience: 'jeton', typ: 'jeton-auth+jwt', algorithms: ['EdDSA'] }

test('an auth token can be checked by the public keys alone', async () => {
  const { email, authToken } = await signUp(call)
  const { body } = await call('GET', '/.well-known/jwks.json')
  const { payload } = await jwtVerify(authToken, createLocalJWKSet(body), options)
  expect(payload.email).toBe(email)
  expect(body.keys.map(({ kid }: { kid: string }) => kid)).toContain(
    decodeProtectedHeader(authToken).kid,
  )
})

test('a token of another server is refused by these keys', async () => {
  const { signing } = deriveKeys(randomBytes(32))
  const claims = { subject: 'x', email: 'ada@example.com', sessionId: 'x' }
  const { token } = await issueAuthToken(claims, { signing, ttlSeconds: 60, now: new Date() })
  const { body } = await call('GET', '/.well-known/jwks.json')
  await expect(jwtVerify(token, createLocalJWKSet(body), options)).rejects.toThrow()
})

test('what is published is public: nothing of the private key, and the same for everybody', async () => {
  const { authToken } = await signUp(call)
  const answers = await Promise.all([
    call('GET', '/.well-known/jwks.json'),
    call('GET', '/.well-known/jwks.json', { headers: { 'xc-auth': authToken } }),
  ])
  for (const { body, headers, text } of answers) {
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    expect(headers.get('cache-control')).toBe('public, max-age=300')
    expect(text).toBe(answers[0].text)
  }
})
