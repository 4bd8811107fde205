import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cluster, type Instance, startCluster } from '@/test/support/cluster'
import { logoutTokenOf } from '@/test/support/logout-token'
import { somebody } from '@/test/support/oidc-server'
import { startProvider, type TestProvider } from '@/test/support/openid-provider'
import { RedirectFollower } from '@/test/support/redirects'

/*
 * A logout token that one of three instances has accepted ends the session on all of them: the next
 * request to any is refused, by the API, by the verifier and by the pages.
 */

const rounds = 5

/** The address under which people know the instances. Nothing listens there. */
const publicAddress = 'http://localhost:9'

let provider: TestProvider
let cluster: Cluster
beforeAll(async () => {
  provider = await startProvider({ of: publicAddress, claimsIn: 'id_token' })
  const { PORT: _, ...settings } = provider.settings
  cluster = await startCluster(3, { settings: { ...settings, NEXTAUTH_URL: publicAddress } })
})
afterAll(async () => {
  await cluster?.stop()
  await provider?.stop()
})

/** @returns the cookies of a session that was started at an instance */
async function signInAt({ address }: Instance, person: ReturnType<typeof somebody>) {
  const browser = new RedirectFollower()
  provider.person = person
  const start = `${address}/api/auth/signin/oidc`
  const callback = await browser.open(start, `${publicAddress}/api/auth/callback/oidc`)
  const answer = await browser.get(callback.replace(publicAddress, address))
  expect(answer.headers.get('location')).toBe('/')
  return browser.cookieFor(address)
}

/** The answers of an instance to the session and to its auth token. */
async function statusesAt({ address, call }: Instance, cookie: string, authToken: string) {
  const page = await fetch(`${address}/account/tokens`, {
    headers: { cookie },
    redirect: 'manual',
  })
  const me = await call('GET', '/api/v1/auth/user/me', { headers: { cookie } })
  const verified = await call('GET', '/api/v1/verify', { headers: { 'xc-auth': authToken } })
  return { page: page.status, me: me.status, verified: verified.status }
}

test('a logout token ends a session on every instance', async () => {
  const [first, second] = cluster.instances as [Instance, Instance]
  for (let round = 0; round < rounds; round += 1) {
    const person = somebody()
    const cookie = await signInAt(first, person)
    const { body } = await first.call('POST', '/api/v1/auth/token', { headers: { cookie } })
    const everywhere = () =>
      Promise.all(cluster.instances.map((each) => statusesAt(each, cookie, body.token)))
    for (const statuses of await everywhere())
      expect(statuses).toEqual({ page: 200, me: 200, verified: 200 })
    const form = new URLSearchParams({
      logout_token: await logoutTokenOf(provider, { sub: person.sub }),
    })
    const path = '/api/v1/auth/oidc/backchannel-logout'
    expect((await second.call('POST', path, { body: form })).status).toBe(200)
    for (const statuses of await everywhere())
      expect(statuses).toEqual({ page: 307, me: 401, verified: 401 })
  }
})
