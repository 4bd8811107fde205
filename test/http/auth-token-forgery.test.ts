import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import type { Keys } from '@/lib/config/derived-keys'
import { clientOf, signUp } from '@/test/support/client'
import { ed25519, hmacSha256, jws, keysOf, unsigned } from '@/test/support/jws'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const server = sharedServer()
const call = clientOf(server.address)
let given: Given
let otherUser: JWTPayload

/**
 * The knowledge of an attacker who holds a valid token, and our own key for the attacks that need
 * it.
 */
interface Given {
  token: string
  header: Record<string, unknown>
  payload: JWTPayload
  key: Keys['signing']
}

beforeAll(async () => {
  const { authToken: token } = await signUp(call)
  const { signing: key } = keysOf(server.dataDir)
  given = { token, header: { ...decodeProtectedHeader(token) }, payload: decodeJwt(token), key }
  otherUser = decodeJwt((await signUp(call)).authToken)
})

const me = (headers: Record<string, string>) => call('GET', '/api/v1/auth/user/me', { headers })

const attacker = generateKeyPairSync('ed25519')
const attackerJwk = { ...attacker.publicKey.export({ format: 'jwk' }), alg: 'EdDSA', use: 'sig' }
const byAttacker =
  (extra: object) =>
  ({ header, payload }: Given) =>
    jws({ ...header, ...extra }, payload, ed25519(attacker.privateKey))
const withHeader =
  (extra: object) =>
  ({ header, payload, key }: Given) =>
    jws({ ...header, ...extra }, payload, ed25519(key.privateKey))
const withClaims =
  (extra: object) =>
  ({ header, payload, key }: Given) =>
    jws(header, { ...payload, ...extra }, ed25519(key.privateKey))
const hs256 =
  (secret: (publicKey: Keys['signing']['publicKey']) => string | Uint8Array) =>
  ({ header, payload, key }: Given) =>
    jws({ ...header, alg: 'HS256' }, payload, hmacSha256(secret(key.publicKey)))
const rawKey = (key: Keys['signing']['publicKey']) => key.export({ format: 'jwk' }).x ?? ''
const now = () => Math.floor(Date.now() / 1000)

test('what follows proves something: a token built by hand with the right key and claims is accepted', async () => {
  const { header, payload, key } = given
  expect((await me({ 'xc-auth': jws(header, payload, ed25519(key.privateKey)) })).status).toBe(200)
})

const forgeries: Record<string, (given: Given) => string> = {
  'no signature, alg none': ({ header, payload }) =>
    jws({ ...header, alg: 'none' }, payload, unsigned),
  'no signature, alg NoNe': ({ header, payload }) =>
    jws({ ...header, alg: 'NoNe' }, payload, unsigned),
  'no signature, alg EdDSA': ({ header, payload }) => jws(header, payload, unsigned),
  'no signature part at all': ({ token }) => token.split('.').slice(0, 2).join('.'),
  'alg none, signed all the same': withHeader({ alg: 'none' }),
  'no alg': withHeader({ alg: undefined }),
  'HS256 keyed with our public key in PEM': hs256((key) =>
    key.export({ format: 'pem', type: 'spki' }),
  ),
  'HS256 keyed with our public key in DER': hs256((key) =>
    key.export({ format: 'der', type: 'spki' }),
  ),
  'HS256 keyed with the bytes of our public key': hs256((key) =>
    Buffer.from(rawKey(key), 'base64url'),
  ),
  'HS256 keyed with the text of our public key': hs256(rawKey),
  'HS256 keyed with our public JWK': hs256((key) => JSON.stringify(key.export({ format: 'jwk' }))),
  'HS256 keyed with nothing': hs256(() => ''),
  "an attacker's key under our kid": byAttacker({}),
  "an attacker's key in jwk": byAttacker({ jwk: attackerJwk }),
  "an attacker's key in jwk, no kid": byAttacker({ jwk: attackerJwk, kid: undefined }),
  "an attacker's key at jku": byAttacker({ jku: 'https://evil.example/jwks.json' }),
  "an attacker's certificate at x5u": byAttacker({ x5u: 'https://evil.example/key.pem' }),
  "an attacker's certificate in x5c": byAttacker({ x5c: [attackerJwk.x] }),
  'another kid': withHeader({ kid: 'another' }),
  'a kid that is a path': withHeader({ kid: '../../../dev/null' }),
  'a kid that is not a text': withHeader({ kid: null }),
  'no kid': withHeader({ kid: undefined }),
  'the type of another kind of token': withHeader({ typ: 'JWT' }),
  'no type': withHeader({ typ: undefined }),
  'an extension that we do not know': withHeader({ crit: ['exp'], exp: 1 }),
  'a payload that is not encoded': withHeader({ crit: ['b64'], b64: false }),
  'another issuer': withClaims({ iss: 'evil' }),
  'another audience': withClaims({ aud: 'evil' }),
  'exp a second ago': (all) => withClaims({ exp: now() - 1 })(all),
  'exp now': (all) => withClaims({ exp: now() })(all),
  'exp that is not a number': withClaims({ exp: '9999999999' }),
  'exp of null': withClaims({ exp: null }),
  'not to be used yet': (all) => withClaims({ nbf: now() + 600 })(all),
  "another user's id with this session": (all) => withClaims({ sub: otherUser.sub })(all),
  "another user's session with this id": (all) => withClaims({ sid: otherUser.sid })(all),
  'a session that never was': withClaims({ sid: 'never-was' }),
  'a session that is a filter': withClaims({ sid: { not: '' } }),
  'a subject that is a filter': withClaims({ sub: { not: '' } }),
  'a list of subjects': (all) => withClaims({ sub: [all.payload.sub] })(all),
  ...Object.fromEntries(
    ['iss', 'aud', 'sub', 'sid', 'jti', 'iat', 'exp'].map((claim) => [
      `no ${claim}`,
      withClaims({ [claim]: undefined }),
    ]),
  ),
  'claims that are a list': ({ header, payload, key }) =>
    jws(header, [payload], ed25519(key.privateKey)),
  'claims of null': ({ header, key }) => jws(header, null, ed25519(key.privateKey)),
}

test.each(Object.entries(forgeries))('refused: %s', async (_, forge) => {
  const token = forge(given)
  expectProblem(await me({ 'xc-auth': token }), 401, 'token_invalid')
  expectProblem(await me({ authorization: `Bearer ${token}` }), 401, 'token_invalid')
})
