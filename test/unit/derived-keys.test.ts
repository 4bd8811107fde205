import { randomBytes } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'
import { expect, test } from 'vitest'
import { deriveKeys } from '@/lib/config/derived-keys'

const master = randomBytes(32)

test('one master key gives the same keys every time', () => {
  const [first, second] = [deriveKeys(master), deriveKeys(Buffer.from(master))]
  expect(first.signing.kid).toBe(second.signing.kid)
  expect(first.fingerprint).toBe(second.fingerprint)
})

test('each use has a key of its own', () => {
  const { digest, seal, refresh, limits, nextAuth, fingerprint, cookieTag } = deriveKeys(master)
  const texts = [master, digest, seal, refresh, limits].map((key) => key.toString('base64url'))
  expect(new Set([...texts, nextAuth, fingerprint]).size).toBe(texts.length + 2)
  for (const text of [...texts, nextAuth, fingerprint])
    expect(Buffer.from(text, 'base64url').toString('hex')).not.toContain(cookieTag)
})

test('the key id is the JWK thumbprint of RFC 7638', async () => {
  const { publicKey, kid } = deriveKeys(master).signing
  const { crv, kty, x } = publicKey.export({ format: 'jwk' })
  expect(kid).toBe(await calculateJwkThumbprint({ crv, kty, x } as never))
})
