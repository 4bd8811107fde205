import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { expectRefusal } from '@/test/support/oidc-refusal'
import {
  comeBack,
  type OidcServer,
  reachCallback,
  signInThrough,
  somebody,
  startAddress,
  startOidcServer,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { RedirectFollower } from '@/test/support/redirects'
import { makePreparedDataDir, removeDataDir, startServer } from '@/test/support/server'

/* A provider that is away, hangs, or answers as another one: nobody gets in, and the page says so. */

let oidc: OidcServer
beforeAll(async () => {
  oidc = await startOwnedOidcServer('userinfo')
})
afterAll(() => oidc.stop())
afterEach(() => {
  oidc.provider.behaviour = 'normal'
})

/** The limit is five seconds. This machine may be slow. */
const limitMs = 15_000

async function expectSoon(answer: Promise<{ path: string; cookie: string }>) {
  const began = performance.now()
  await expectRefusal(oidc, await answer, 'provider_away')
  expect(performance.now() - began).toBeLessThan(limitMs)
}

const endpoints = ['token', 'userinfo', 'jwks'] as const

test.each(
  endpoints.flatMap((endpoint) =>
    (['hangs', 'stalls', 'drips', 'fails'] as const).map((behaviour) => ({ endpoint, behaviour })),
  ),
)('while $endpoint $behaviour, nobody is signed in', async ({ endpoint, behaviour }) => {
  const { browser, callback } = await reachCallback(oidc)
  oidc.provider.behaviour = { [endpoint]: behaviour }
  await expectSoon(comeBack(oidc, browser, callback))
})

test.each(endpoints)('while %s talks rubbish, nobody is signed in', async (endpoint) => {
  const { browser, callback } = await reachCallback(oidc)
  oidc.provider.behaviour = { [endpoint]: 'talks rubbish' }
  await expectRefusal(oidc, await comeBack(oidc, browser, callback), 'failed')
})

/** Begins a sign-in. @returns where the browser is sent */
async function begin(of: Pick<OidcServer, 'server'>) {
  const browser = new RedirectFollower()
  const answer = await browser.get(startAddress(of))
  const cookie = browser.cookieFor(of.server.address)
  return { path: answer.headers.get('location') ?? '', cookie }
}

test('a provider that is away, or answers as another one, lets nobody begin', async () => {
  const own = await startOidcServer('id_token')
  const { provider } = own
  const refused = async (fault: 'provider_wrong' | 'provider_away') =>
    expectRefusal(own, await begin(own), fault)
  provider.metadata = { issuer: 'https://evil.example' }
  await refused('provider_wrong')
  provider.metadata = {}
  for (const behaviour of ['fails', 'hangs', 'stalls', 'drips'] as const) {
    provider.behaviour = behaviour
    await refused('provider_away')
  }
  provider.behaviour = 'talks rubbish'
  await refused('provider_wrong')
  provider.behaviour = 'normal'
  await provider.stop()
  await refused('provider_away')
  await provider.start()
  expect((await signInThrough(own, somebody())).path).toBe('/')
  await own.stop()
})

test('metadata that a server reads while somebody is at the provider are compared as well', async () => {
  const dataDir = makePreparedDataDir()
  const own = await startOwnedOidcServer('id_token', { JETON_DATA_DIR: dataDir })
  const { browser, callback } = await reachCallback(own)
  await own.server.stop()
  own.server = await startServer({ ...own.provider.settings, JETON_DATA_DIR: dataDir })
  own.provider.metadata = { issuer: 'https://evil.example' }
  await expectRefusal(own, await comeBack(own, browser, callback), 'provider_wrong')
  await own.server.stop()
  await own.provider.stop()
  removeDataDir(dataDir)
})
