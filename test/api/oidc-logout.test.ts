import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { logoutClaims, logoutTokenOf } from '@/test/support/logout-token'
import {
  type OidcServer,
  signInThrough,
  somebody,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { expectProblem } from '@/test/support/problem'

let oidc: OidcServer
beforeAll(async () => {
  oidc = await startOwnedOidcServer('id_token')
})
afterAll(() => oidc.stop())
afterEach(() => {
  oidc.provider.behaviour = 'normal'
})

const seconds = () => Math.floor(Date.now() / 1000)

const send = (token: string) =>
  oidc.call('POST', '/api/v1/auth/oidc/backchannel-logout', {
    body: new URLSearchParams({ logout_token: token }),
  })

/** A logout that is refused is a 400 that no cache keeps (section 2.8). */
async function expectRefused(token: string) {
  const answer = await send(token)
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.headers.get('cache-control')).toBe('no-store')
}

async function expectEnded(token: string) {
  const answer = await send(token)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
}

const statusOf = async (cookie: string) =>
  (await oidc.call('GET', '/api/v1/auth/user/me', { headers: { cookie } })).status

const sign = (change: Record<string, unknown>, typ?: string) =>
  logoutTokenOf(oidc.provider, change, typ)

test('a logout token ends the sessions of its subject at once, with their auth tokens', async () => {
  const person = somebody()
  const first = await signInThrough(oidc, person)
  const second = await signInThrough(oidc, person)
  const other = await signInThrough(oidc, somebody())
  const headers = { cookie: first.cookie }
  const authToken = (await oidc.call('POST', '/api/v1/auth/token', { headers })).body.token
  await expectEnded(await sign({ sub: person.sub }))
  expect(await statusOf(first.cookie)).toBe(401)
  expect(await statusOf(second.cookie)).toBe(401)
  expect(await statusOf(other.cookie)).toBe(200)
  const verified = await oidc.call('GET', '/api/v1/verify', { headers: { 'xc-auth': authToken } })
  expect(verified.status).toBe(401)
})

test('a logout token that names a session ends that one alone', async () => {
  const person = somebody()
  const first = await signInThrough(oidc, person)
  const second = await signInThrough(oidc, person)
  const sid = oidc.provider.sidOf(person.sub, 0)
  expect(sid).not.toBe(oidc.provider.sidOf(person.sub, 1))
  await expectEnded(await sign({ sid }))
  expect(await statusOf(first.cookie)).toBe(401)
  expect(await statusOf(second.cookie)).toBe(200)
})

test('a session or a user that is not known counts as logged out, and nothing ends', async () => {
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  const sid = oidc.provider.sidOf(person.sub, 0)
  for (const named of [
    { sid: 'unknown' },
    { sub: 'unknown' },
    { sub: person.sub, sid: 'unknown' },
    { sub: 'unknown', sid },
  ])
    await expectEnded(await sign(named))
  expect(await statusOf(cookie)).toBe(200)
})

test.each([
  ['of another issuer', { iss: 'https://evil.example' }],
  ['without an issuer', { iss: undefined }],
  ['for another client', { aud: 'another' }],
  ['without a client', { aud: undefined }],
  ['of an hour ago', { iat: seconds() - 3_600 }],
  ['of a time to come', { iat: seconds() + 3_600, exp: seconds() + 7_200 }],
  ['without a time', { iat: undefined }],
  ['that has ended', { exp: seconds() - 60 }],
  ['with a nonce, as an ID token has', { nonce: 'x' }],
  ['without an event', { events: undefined }],
  ['with another event', { events: { 'http://example.com/event': {} } }],
  ['without an id', { jti: undefined }],
  ['without a user and a session', { sub: undefined }],
])('a logout token %s ends nothing', async (_, change) => {
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  await expectRefused(await sign({ sub: person.sub, ...change }))
  expect(await statusOf(cookie)).toBe(200)
})

test('a logout token of another type, or signed otherwise, ends nothing', async () => {
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  const { keys } = oidc.provider
  const claims = () => logoutClaims(oidc.provider, { sub: person.sub })
  const forged = await Promise.all([
    keys.sign(claims(), { typ: 'at+jwt' }),
    keys.signWith('none', claims()),
    keys.signWith('HS256', claims()),
    keys.signWith('RS384', claims()),
    keys.signWith('PS256', claims()),
    keys.signWith('another key', claims()),
  ])
  for (const token of [...forged, 'x', 'a.b.c']) await expectRefused(token)
  expect(await statusOf(cookie)).toBe(200)
})

test('without the keys of the provider, a logout fails, and works when they are there again', async () => {
  const own = await startOwnedOidcServer('id_token')
  const person = somebody()
  const { cookie } = await signInThrough(own, person)
  const token = await logoutTokenOf(own.provider, { sub: person.sub })
  const answer = () =>
    own.call('POST', '/api/v1/auth/oidc/backchannel-logout', {
      body: new URLSearchParams({ logout_token: token }),
    })
  for (const behaviour of ['fails', 'hangs', 'drips', 'talks rubbish'] as const) {
    own.provider.behaviour = { jwks: behaviour }
    expectProblem(await answer(), 400, 'provider_unavailable')
  }
  own.provider.behaviour = 'normal'
  expect((await answer()).status).toBe(200)
  const headers = { cookie }
  expect((await own.call('GET', '/api/v1/auth/user/me', { headers })).status).toBe(401)
  await own.stop()
})
