import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { Authenticator } from '@/test/support/authenticator'
import { clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { expectRefusal } from '@/test/support/oidc-refusal'
import {
  signInThrough,
  somebody,
  startOidcServer,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { RedirectFollower } from '@/test/support/redirects'
import { startServer } from '@/test/support/server'

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

test('a page leads to the provider at once, but not after a log out or a failure', async () => {
  const oidc = await startOwnedOidcServer('id_token', { JETON_OIDC_AUTO_REDIRECT: 'on' })
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
  await oidc.stop()
})

test('while the provider is away, a page that leads to it ends at the sign-in page', async () => {
  const oidc = await startOwnedOidcServer('id_token', { JETON_OIDC_AUTO_REDIRECT: 'on' })
  await oidc.provider.stop()
  const ended = await new RedirectFollower().open(`${oidc.server.address}/account/tokens`)
  expect(ended).toContain('/sign-in?error=provider_away')
  await oidc.server.stop()
})

test("a person's token needs a sign-in within the time that is set, and works again after one", async () => {
  const server = await startServer({ JETON_TOKEN_NEEDS_SIGNIN: '30d' })
  const call = clientOf(server.address)
  const { email, authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const verify = async () =>
    (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status
  const lastSignIn = new Date(Date.now() - 31 * 86_400_000).toISOString()
  await changeDatabase(server, 'UPDATE "User" SET "signedInAt" = ? WHERE "email" = ?', {
    parameters: [lastSignIn, email],
  })
  expect(await verify()).toBe(401)
  await signIn(call, email)
  expect(await verify()).toBe(200)
  const { body } = await call('POST', '/api/v1/introspect', {
    headers: { 'xc-token': token },
    body: new URLSearchParams({ token }),
  })
  expect(body.exp).toBeGreaterThan(Date.now() / 1000 + 29 * 86_400)
  await server.stop()
})

test("only the provider's sign-ins keep the token of somebody who is connected with it", async () => {
  const oidc = await startOidcServer('id_token', { JETON_TOKEN_NEEDS_SIGNIN: '30d' })
  const { call, server } = oidc
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  const headers = { cookie, origin: server.address }
  const passkey = new Authenticator(server.address)
  const asked = await call('POST', '/api/v1/passkeys/options', { headers, json: {} })
  const added = { name: 'Laptop', credential: passkey.create(asked.body) }
  expect((await call('POST', '/api/v1/passkeys', { headers, json: added })).status).toBe(200)
  const made = await call('POST', '/api/v1/tokens', { headers, json: { name: 'first' } })
  const { token } = made.body
  const verify = async () =>
    (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status
  const lastSignIn = new Date(Date.now() - 31 * 86_400_000).toISOString()
  await changeDatabase(server, 'UPDATE "User" SET "signedInAt" = ?', { parameters: [lastSignIn] })
  const options = await call('POST', '/api/v1/auth/passkey/options')
  const json = { credential: passkey.get(options.body) }
  expect((await call('POST', '/api/v1/auth/passkey/signin', { json })).status).toBe(200)
  expect(await verify()).toBe(401)
  await signInThrough(oidc, person)
  expect(await verify()).toBe(200)
  await oidc.stop()
})
