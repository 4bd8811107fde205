import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { askDatabase } from '@/test/support/database'
import { expectRefusal } from '@/test/support/oidc-refusal'
import {
  callbackAddress,
  comeBack,
  type OidcServer,
  reachCallback,
  signInThrough,
  somebody,
  startAddress,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { startProvider } from '@/test/support/openid-provider'
import { RedirectFollower } from '@/test/support/redirects'

/* Answers that are not the provider's, or not for us: none starts a session. */

let oidc: OidcServer
beforeAll(async () => {
  oidc = await startOwnedOidcServer('userinfo')
})
afterAll(() => oidc.stop())
afterEach(() => {
  oidc.provider.forge = null
  oidc.provider.metadata = {}
})

const sessions = async () => (await askDatabase(oidc.server, 'SELECT "id" FROM "Session"')).length
const seconds = () => Math.floor(Date.now() / 1000)

test.each([
  ['another nonce', { nonce: 'x' }, 'failed'],
  ['no nonce', { nonce: undefined }, 'failed'],
  ['another issuer', { iss: 'https://evil.example' }, 'failed'],
  ['no issuer', { iss: undefined }, 'failed'],
  ['another audience', { aud: 'another' }, 'failed'],
  ['two audiences, and not for us', { aud: ['jeton', 'b'], azp: 'b' }, 'failed'],
  ['another subject than userinfo', { sub: 'somebody else' }, 'failed'],
  ['another access token', { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'failed'],
  ['its end an hour ago', { exp: seconds() - 3_600 }, 'clock'],
  ['no end', { exp: undefined }, 'failed'],
  ['its begin in an hour', { nbf: seconds() + 3_600 }, 'clock'],
] as const)('an ID token with %s starts no session', async (_, change, fault) => {
  const before = await sessions()
  oidc.provider.forge = (claims) => oidc.provider.keys.sign({ ...claims, ...change })
  await expectRefusal(oidc, await signInThrough(oidc, somebody()), fault)
  expect(await sessions()).toBe(before)
})

test.each(['none', 'HS256', 'RS384', 'PS256', 'another key'] as const)(
  'an ID token signed with %s starts no session',
  async (how) => {
    const before = await sessions()
    oidc.provider.forge = (claims) => oidc.provider.keys.signWith(how, claims)
    await expectRefusal(oidc, await signInThrough(oidc, somebody()), 'failed')
    expect(await sessions()).toBe(before)
  },
)

test('an answer with another state, issuer or code starts no session', async () => {
  for (const [name, value] of [
    ['state', 'x'],
    ['iss', 'https://evil.example'],
    ['code', 'x'],
  ] as const) {
    const { browser, callback } = await reachCallback(oidc)
    const changed = new URL(callback)
    changed.searchParams.set(name, value)
    await expectRefusal(oidc, await comeBack(oidc, browser, changed.href), 'failed')
  }
})

test.each(['iss', 'state', 'code'])('an answer without %s starts no session', async (name) => {
  const { browser, callback } = await reachCallback(oidc)
  const changed = new URL(callback)
  changed.searchParams.delete(name)
  await expectRefusal(oidc, await comeBack(oidc, browser, changed.href), 'failed')
})

test("a browser cannot use another one's answer", async () => {
  const { callback } = await reachCallback(oidc)
  await expectRefusal(oidc, await comeBack(oidc, new RedirectFollower(), callback), 'failed')
  const { browser: other } = await reachCallback(oidc)
  await expectRefusal(oidc, await comeBack(oidc, other, callback), 'failed')
})

test('a code works once', async () => {
  const { browser, callback } = await reachCallback(oidc)
  const cookies = browser.cookieFor(oidc.server.address)
  expect((await comeBack(oidc, browser, callback)).path).toBe('/')
  const again = new RedirectFollower()
  again.setCookies(oidc.server.address, cookies)
  await expectRefusal(oidc, await comeBack(oidc, again, callback), 'failed')
})

test('the answer of another provider starts no session, also under the name of ours', async () => {
  const other = await startProvider({ of: oidc.server.address, claimsIn: 'userinfo' })
  other.person = somebody()
  for (const name of [other.issuer, oidc.provider.issuer]) {
    const browser = new RedirectFollower()
    const asked = await browser.open(startAddress(oidc), oidc.provider.issuer)
    const mixedUp = asked.replace(oidc.provider.issuer, other.issuer)
    const callback = new URL(await browser.open(mixedUp, callbackAddress(oidc)))
    expect(callback.searchParams.get('iss')).toBe(other.issuer)
    callback.searchParams.set('iss', name)
    await expectRefusal(oidc, await comeBack(oidc, browser, callback.href), 'failed')
  }
  await other.stop()
})

test('keys at an address that the metadata name since the sign-in has begun are not used', async () => {
  const other = await startProvider({ of: oidc.server.address, claimsIn: 'userinfo' })
  const { browser, callback } = await reachCallback(oidc)
  oidc.provider.metadata = { jwks_uri: `${other.issuer}/jwks` }
  oidc.provider.forge = (claims) => other.keys.sign(claims)
  await expectRefusal(oidc, await comeBack(oidc, browser, callback), 'failed')
  expect(other.asked.jwks).toBe(0)
  await other.stop()
})

test('a key that the provider has just begun to use signs somebody in', async () => {
  expect((await signInThrough(oidc, somebody())).path).toBe('/')
  oidc.provider.keys.rotate()
  expect((await signInThrough(oidc, somebody())).path).toBe('/')
})
