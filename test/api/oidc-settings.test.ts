import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { signInThrough, somebody, startOidcServer } from '@/test/support/oidc-server'
import { RedirectFollower } from '@/test/support/redirects'
import { startServer } from '@/test/support/server'

test('without passwords and for invited people only, the first person owns the installation, and nobody else comes in', async () => {
  const oidc = await startOidcServer('id_token', {
    JETON_PASSWORDS: 'off',
    JETON_OIDC_SIGNUP: 'invited',
    JETON_OIDC_AUTO_REDIRECT: 'on',
    JETON_OIDC_OWNER_GROUPS: 'chiefs',
  })
  const { call, provider, server } = oidc
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
  expect((await signInThrough(oidc, somebody())).path).toBe('/sign-in?error=not_invited')

  const visitor = new RedirectFollower()
  provider.person = null
  expect(
    await visitor.open(
      `${server.address}/sign-in?next=%2Faccount%2Ftokens`,
      `${provider.issuer}/auth`,
    ),
  ).toContain('code_challenge_method=S256')
  const page = await (await visitor.get(`${server.address}/sign-in`)).text()
  expect(page).toContain('Sign in with Test Provider')
  expect(page).not.toContain('name="password"')
  await oidc.stop()
})

test('a provider that is away, or answers as another one, lets nobody begin', async () => {
  const oidc = await startOidcServer('id_token')
  const begin = async () =>
    (await new RedirectFollower().get(`${oidc.server.address}/api/auth/signin/oidc`)).headers.get(
      'location',
    )
  oidc.provider.behaviour = 'names another issuer'
  expect(await begin()).toBe('/sign-in?error=provider_wrong')
  oidc.provider.behaviour = 'fails'
  expect(await begin()).toBe('/sign-in?error=provider_away')
  oidc.provider.behaviour = 'normal'
  await oidc.provider.stop()
  expect(await begin()).toBe('/sign-in?error=provider_away')
  await oidc.provider.start()
  expect((await signInThrough(oidc, somebody())).path).toBe('/')
  await oidc.stop()
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
