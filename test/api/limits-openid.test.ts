import { afterAll, beforeAll, expect, test } from 'vitest'
import messages from '@/messages/en.json'
import { signInAsBrowser } from '@/test/support/browser'
import { signUp } from '@/test/support/client'
import { expectLimited, leave, newAddress } from '@/test/support/limits'
import {
  callbackAddress,
  type OidcServer,
  somebody,
  startAddress,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { RedirectFollower } from '@/test/support/redirects'

/* Nobody can have this server ask the OpenID provider without end. */

let oidc: OidcServer
beforeAll(async () => {
  oidc = await startOwnedOidcServer('id_token', {
    JETON_RATE_LIMIT: 'on',
    JETON_TRUST_PROXY: '1',
  })
})
afterAll(() => oidc.stop())

const browserAt = (from: string) => new RedirectFollower({ 'x-forwarded-for': from })

async function begin(browser: RedirectFollower) {
  return (await browser.get(startAddress(oidc))).headers.get('location') ?? ''
}

/** Comes back from the provider. @param change of the answer's parameters */
async function finish(browser: RedirectFollower, change: Record<string, string> = {}) {
  oidc.provider.person = somebody()
  const callback = new URL(await browser.open(startAddress(oidc), callbackAddress(oidc)))
  for (const [name, value] of Object.entries(change)) callback.searchParams.set(name, value)
  return (await browser.get(callback.href)).headers.get('location') ?? ''
}

async function wordsAt(path: string) {
  return (await fetch(`${oidc.server.address}${path}`)).text()
}

const words = messages.openid.fault.rate_limited.replace('{name}', 'Test Provider')

test('an address that begins too many sign-ins is told to wait, and the provider is not asked', async () => {
  const from = newAddress()
  expect(await begin(browserAt(from))).toContain(oidc.provider.issuer)
  await leave(oidc.server, 1, 'openid-start', [from])
  expect(await begin(browserAt(from))).toContain(oidc.provider.issuer)
  oidc.provider.asked.discovery = 0
  const refused = await begin(browserAt(from))
  expect(refused).toBe('/sign-in?error=rate_limited')
  expect(await wordsAt(refused)).toContain(words)
  expect(oidc.provider.asked.discovery).toBe(0)
  expect(await begin(browserAt(newAddress()))).toContain(oidc.provider.issuer)
})

test('an address that fails too often waits, and the provider is not asked', async () => {
  const from = newAddress()
  expect(await finish(browserAt(from), { code: 'x' })).toBe('/sign-in?error=failed')
  await leave(oidc.server, 1, 'openid', [from])
  expect(await finish(browserAt(from), { code: 'x' })).toBe('/sign-in?error=failed')
  oidc.provider.asked.token = 0
  const refused = await finish(browserAt(from))
  expect(refused).toBe('/sign-in?error=rate_limited')
  expect(await wordsAt(refused)).toContain(words)
  expect(oidc.provider.asked.token).toBe(0)
  expect(await finish(browserAt(newAddress()))).toBe('/')
})

test('sign-ins that succeed use nothing up, nor does what never reaches the provider', async () => {
  const from = newAddress()
  expect(await finish(browserAt(from), { code: 'x' })).toBe('/sign-in?error=failed')
  await leave(oidc.server, 1, 'openid', [from])
  for (let i = 0; i < 3; i += 1) expect(await finish(browserAt(from))).toBe('/')
  for (let i = 0; i < 3; i += 1) {
    const answer = await browserAt(from).get(`${callbackAddress(oidc)}?code=x&state=x`)
    expect(answer.headers.get('location')).toBe('/sign-in?error=failed')
  }
  expect(await finish(browserAt(from))).toBe('/')
})

test('a connection that is begun too often is refused with the limit', async () => {
  const from = newAddress()
  const { email } = await signUp(oidc.call)
  const { sessionCookie: cookie } = await signInAsBrowser(oidc.call, email)
  const headers = { cookie, 'x-forwarded-for': from }
  const connect = () => oidc.call('POST', '/api/v1/auth/oidc/connection', { headers, json: {} })
  expect((await connect()).status).toBe(200)
  await leave(oidc.server, 0, 'openid-start', [from])
  expectLimited(await connect(), 'openid-start')
})
