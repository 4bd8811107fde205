import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type OidcServer,
  signInThrough,
  somebody,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { clientId } from '@/test/support/openid-provider'

let oidc: OidcServer
beforeAll(async () => {
  oidc = await startOwnedOidcServer('id_token')
}, 180_000)
afterAll(() => oidc.stop())

const event = 'http://schemas.openid.net/event/backchannel-logout'
const seconds = () => Math.floor(Date.now() / 1000)
const logoutClaims = (more: Record<string, unknown>) => ({
  iss: oidc.provider.issuer,
  aud: clientId,
  iat: seconds(),
  exp: seconds() + 120,
  jti: randomUUID(),
  events: { [event]: {} },
  ...more,
})

const send = async (token: string) =>
  (
    await oidc.call('POST', '/api/v1/auth/oidc/backchannel-logout', {
      body: new URLSearchParams({ logout_token: token }),
    })
  ).status

const statusOf = async (cookie: string) =>
  (await oidc.call('GET', '/api/v1/auth/user/me', { headers: { cookie } })).status

const sign = (claims: Record<string, unknown>, typ = 'logout+jwt') =>
  oidc.provider.sign(logoutClaims(claims), { typ })

test('a logout token ends the sessions of its subject at once, with their auth tokens', async () => {
  const person = somebody()
  const first = await signInThrough(oidc, person)
  const second = await signInThrough(oidc, person)
  const other = await signInThrough(oidc, somebody())
  const headers = { cookie: first.cookie }
  const authToken = (await oidc.call('POST', '/api/v1/auth/token', { headers })).body.token
  expect(await send(await sign({ sub: person.sub }))).toBe(200)
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
  expect(await send(await sign({ sid }))).toBe(200)
  expect(await statusOf(first.cookie)).toBe(401)
  expect(await statusOf(second.cookie)).toBe(200)
})

test('a replayed logout token does nothing, also when twenty arrive at once', async () => {
  const person = somebody()
  await signInThrough(oidc, person)
  const token = await sign({ sub: person.sub })
  const statuses = await Promise.all(Array.from({ length: 20 }, () => send(token)))
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  const { cookie } = await signInThrough(oidc, person)
  expect(await send(token)).toBe(400)
  expect(await statusOf(cookie)).toBe(200)
})

test.each([
  ['of another issuer', { iss: 'https://evil.example' }],
  ['for another client', { aud: 'another' }],
  ['of an hour ago', { iat: seconds() - 3_600 }],
  ['that has ended', { exp: seconds() - 60 }],
  ['with a nonce, as an ID token has', { nonce: 'x' }],
  ['without an event', { events: undefined }],
  ['with another event', { events: { 'http://example.com/event': {} } }],
  ['without an id', { jti: undefined }],
  ['without a user and a session', { sub: undefined }],
])('a logout token %s ends nothing', async (_, change) => {
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  expect(await send(await sign({ sub: person.sub, ...change }))).toBe(400)
  expect(await statusOf(cookie)).toBe(200)
})

test('a logout token of another type, or signed otherwise, ends nothing', async () => {
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  const claims = logoutClaims({ sub: person.sub })
  const forged = await Promise.all([
    oidc.provider.sign(claims, { typ: 'at+jwt' }),
    oidc.provider.signWith('none', claims),
    oidc.provider.signWith('HS256', claims),
    oidc.provider.signWith('another key', claims),
  ])
  for (const token of [...forged, 'x', 'a.b.c']) expect(await send(token)).toBe(400)
  expect(await statusOf(cookie)).toBe(200)
})
