import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { password } from '@/test/support/client'
import { expectRefusal } from '@/test/support/oidc-refusal'
import {
  type OidcServer,
  signInThrough,
  somebody,
  startOidcServer,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { RedirectFollower } from '@/test/support/redirects'

test('without passwords and for invited people only, the first person owns the installation, and nobody else comes in', async () => {
  const oidc = await startOidcServer('id_token', {
    JETON_PASSWORDS: 'off',
    JETON_OIDC_SIGNUP: 'invited',
    JETON_OIDC_AUTO_REDIRECT: 'on',
    JETON_OIDC_OWNER_GROUPS: 'chiefs',
  })
  const { call, server } = oidc
  const json = { email: `${randomUUID()}@example.com`, password }
  for (const path of ['signup', 'signin']) {
    const { status, body } = await call('POST', `/api/v1/auth/user/${path}`, { json })
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'passwords_off' })
  }
  const first = await signInThrough(oidc, somebody())
  expect(first.path).toBe('/')
  const headers = { cookie: first.cookie }
  // The groups would make the owner a member: the last one stays.
  expect((await call('GET', '/api/v1/auth/user/me', { headers })).body.roles.owner).toBe(true)
  await expectRefusal(oidc, await signInThrough(oidc, somebody()), 'not_invited')

  const { body } = await call('POST', '/api/v1/users', { headers, json: { email: json.email } })
  for (const path of ['/sign-in', `/join/${body.invite_token}`]) {
    const page = await (await fetch(server.address + path)).text()
    expect(page).toContain('Sign in with Test Provider')
    expect(page).not.toContain('name="password"')
  }
  expect((await signInThrough(oidc, somebody({ email: json.email }))).path).toBe('/')
  await oidc.stop()
})

describe('with automatic redirects', () => {
  let oidc: OidcServer
  beforeAll(async () => {
    oidc = await startOwnedOidcServer('id_token', { JETON_OIDC_AUTO_REDIRECT: 'on' })
  })
  afterAll(() => oidc?.stop())

  // The first test: later, the server knows the provider's addresses.
  test('while the provider is away, a page that leads to it ends at the sign-in page', async () => {
    await oidc.provider.stop()
    try {
      const ended = await new RedirectFollower().open(`${oidc.server.address}/account/tokens`)
      expect(ended).toContain('/sign-in?error=provider_away')
    } finally {
      await oidc.provider.start()
    }
  })

  test('a page leads to the provider at once, but not after a log out or a failure', async () => {
    const { server, provider, call } = oidc
    const page = `${server.address}/account/tokens`
    const signInPage = `${server.address}/sign-in?next=%2Faccount%2Ftokens`
    const browser = new RedirectFollower()
    provider.person = null
    expect(await browser.open(page, `${provider.issuer}/auth`)).toContain(
      'code_challenge_method=S256',
    )
    // Cancelled there: the sign-in page says so, and stays.
    const denied = await browser.open(page)
    expect(denied).toContain('/sign-in?error=denied&next=')
    expect(await (await browser.get(denied)).text()).toContain('name="password"')

    provider.person = somebody()
    expect(await browser.open(page)).toBe(page)
    const cookie = browser.cookieFor(server.address)
    const out = await call('POST', '/api/v1/auth/user/signout', { headers: { cookie } })
    expect(out.status).toBe(200)
    for (const line of out.headers.getSetCookie())
      browser.setCookies(server.address, line.split(';', 1)[0] ?? '')
    expect(await browser.open(page)).toBe(signInPage)
    expect(await browser.open(`${server.address}/sign-in`)).toBe(`${server.address}/sign-in`)
    const form = await (await browser.get(signInPage)).text()
    expect(form).toContain('name="password"')
    expect(form).toContain('Sign in with Test Provider')

    // By the link, they come in again; from then on, pages lead to the provider as before.
    const again = `${server.address}/api/auth/signin/oidc?next=%2Faccount%2Ftokens`
    expect(await browser.open(again)).toBe(page)
    const session = browser.cookieFor(server.address).match(/[^ ;]+\.session(?==)/)?.[0]
    browser.setCookies(server.address, `${session}=`)
    expect(await browser.open(page, provider.issuer)).toContain(provider.issuer)
  })
})
