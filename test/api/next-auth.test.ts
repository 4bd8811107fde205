import { expect, test } from 'vitest'
import { cookiesOf, getCsrfToken, signInAsBrowser, tryToSignIn } from '@/test/support/browser'
import { clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { sharedServer } from '@/test/support/shared-server'

const server = sharedServer()
const call = clientOf(server.address)

const me = (cookie: string) => call('GET', '/api/v1/auth/user/me', { headers: { cookie } })
const setsSession = (line: string) => /\.session=[^;]/.test(line)

test("sign-up's auth token becomes the browser's session once, and no other token does", async () => {
  const { email, authToken } = await signUp(call)
  expect(await tryToSignIn(call, { token: await signIn(call, email) })).toBeNull()
  expect(await tryToSignIn(call, { token: (await createToken(call, authToken)).token })).toBeNull()
  expect(await tryToSignIn(call, { token: authToken })).not.toBeNull()
  expect(await tryToSignIn(call, { token: authToken })).toBeNull()
  const { body } = await call('GET', '/api/v1/sessions', { headers: { 'xc-auth': authToken } })
  expect(body.list).toHaveLength(2)
})

test('the cookie of an ended session is not renewed', async () => {
  const { email } = await signUp(call)
  const { cookie } = await signInAsBrowser(call, email)
  expect(
    cookiesOf(await call('GET', '/api/auth/session', { headers: { cookie } })).some(setsSession),
  ).toBe(true)
  await call('POST', '/api/v1/auth/user/signout', { headers: { cookie } })
  const answer = await call('GET', '/api/auth/session', { headers: { cookie } })
  expect(answer.status).toBe(200)
  expect(answer.body).toEqual({})
  expect(cookiesOf(answer).some(setsSession)).toBe(false)
})

test.each([
  'next-auth.session-token.0=zzz',
  'next-auth.callback-url=zzz',
  'next-auth.callback-url=javascript:1',
  'jeton-TAG.session.0=zzz',
  'jeton-TAG.callback-url=zzz',
  'jeton-TAG.callback-url=javascript:1',
])('a planted cookie (%s) locks nobody in or out', async (planted) => {
  const { email } = await signUp(call)
  const { cookie, sessionCookie, csrfToken } = await signInAsBrowser(call, email)
  const tag = sessionCookie.slice('jeton-'.length).split('.')[0] ?? ''
  const both = { headers: { cookie: `${planted.replace('TAG', tag)}; ${cookie}` } }
  for (const action of ['csrf', 'session', 'providers']) {
    expect((await call('GET', `/api/auth/${action}`, both)).status).toBe(200)
  }
  const body = new URLSearchParams({ csrfToken, json: 'true' })
  expect((await call('POST', '/api/auth/signout', { ...both, body })).status).toBe(200)
  expect((await me(cookie)).status).toBe(401)
})

test.each(['zzz', '/%0d%0aX:1', '/€', 'https://evil.example', '//evil.example'])(
  'an address to come back to (%j) is not followed, and does no harm',
  async (callbackUrl) => {
    const { email } = await signUp(call)
    const { cookie, csrfToken } = await signInAsBrowser(call, email)
    const query = new URLSearchParams({ callbackUrl })
    expect((await call('GET', `/api/auth/csrf?${query}`)).status).toBe(200)
    const body = new URLSearchParams({ csrfToken, json: 'true', callbackUrl })
    const answer = await call('POST', '/api/auth/signout', { headers: { cookie }, body })
    expect(answer.status).toBe(200)
    expect(new URL(answer.body.url).origin).toBe(server.address)
  },
)

test.each(['error', 'signin', 'verify-request', 'callback/credentials', 'error/%00', 'nothing'])(
  'GET /api/auth/%s is nothing of ours',
  async (action) => {
    const { status, body } = await call('GET', `/api/auth/${action}?error=%E2%82%AC`)
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' })
  },
)

test.each([
  ['signout', {}],
  ['signout', { json: 'true', csrfToken: 'x' }],
  ['callback/credentials', {}],
  ['callback/credentials', { json: 'true', csrfToken: 'x' }],
])('POST /api/auth/%s with %o says that the CSRF token is missing', async (action, fields) => {
  const body = new URLSearchParams(fields as Record<string, string>)
  const { status, body: problem } = await call('POST', `/api/auth/${action}`, { body })
  expect({ status, code: problem.code }).toEqual({ status: 400, code: 'input_invalid' })
  expect(problem.detail).toContain('/api/auth/csrf')
})

test('a sign-in form on another site signs nobody in', async () => {
  const { email } = await signUp(call)
  const { csrfToken, cookie } = await getCsrfToken(call)
  const answer = await call('POST', '/api/auth/callback/credentials', {
    headers: { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    body: new URLSearchParams({ csrfToken, email, password: 'correct horse battery staple' }),
  })
  expect({ status: answer.status, code: answer.body.code }).toEqual({
    status: 403,
    code: 'cross_origin',
  })
})

test('a body over 64 KiB is not read to its end', async () => {
  const body = new URLSearchParams({ email: 'x'.repeat(70_000) })
  expect((await call('POST', '/api/auth/callback/credentials', { body })).status).toBe(413)
})
