import { beforeAll, expect, test } from 'vitest'
import { accountOf, type Headers } from '@/test/support/account'
import { getCsrfToken, signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { refresh, refreshCookieOf } from '@/test/support/refresh'
import { sharedServer } from '@/test/support/shared-server'

/*
 * A proxy in front of Jeton asks for a password of its own. The browser then attaches it to every
 * request: to those of our pages, and to those that another site makes it send.
 */

const server = sharedServer()
const call = clientOf(server.address)
const basic = { authorization: 'Basic cHJveHk6cGFzc3dvcmQ=' }

let email: string
let token: { id: string; token: string }
let cookie: string

beforeAll(async () => {
  const account = await signUp(call)
  email = account.email
  token = await createToken(call, account.authToken)
  cookie = (await signInAsBrowser(call, email)).cookie
})

/** The headers by which a browser identifies a request of our own page. */
const ownPage: [string, Headers][] = [
  ['Sec-Fetch-Site: same-origin', { 'sec-fetch-site': 'same-origin' }],
  ['Sec-Fetch-Site: none', { 'sec-fetch-site': 'none' }],
  ['Origin', { origin: server.address }],
  ['Referer', { referer: `${server.address}/account/tokens` }],
]

/** The headers by which it identifies a request of another page. */
const elsewhere: [string, Headers][] = [
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['another site in an older browser', { origin: 'https://evil.example' }],
  ['another site that our page leads to', { origin: 'null', referer: `${server.address}/` }],
  ['another port of this host', { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }],
]

const writes: [method: string, path: string, json?: object][] = [
  ['POST', '/api/v1/auth/token'],
  ['PATCH', '/api/v1/user/profile', { display_name: 'Ada' }],
  ['POST', '/api/v1/tokens', { name: 'second' }],
  ['DELETE', '/api/v1/tokens/00000000-0000-4000-8000-000000000000'],
  ['DELETE', '/api/v1/sessions/00000000-0000-4000-8000-000000000000'],
  ['POST', '/api/v1/auth/user/password/change', { currentPassword: 'no', newPassword: 'no' }],
]

test.each(ownPage)('behind it our own pages work as without it (%s)', async (_, from) => {
  const authToken = await signIn(call, email)
  const page = await signInAsBrowser((method, path, options) => {
    const headers = { ...basic, ...from, ...options?.headers }
    return call(method, path, { ...options, headers })
  }, email)
  const headers = { cookie: page.cookie, ...basic, ...from }
  const get = (path: string) => call('GET', path, { headers })
  expect((await get('/api/v1/auth/user/me')).body.email).toBe(email)
  expect((await get('/api/v1/tokens')).body.list).toHaveLength(1)
  expect((await get(`/api/v1/tokens/${token.id}/secret`)).body.token).toBe(token.token)
  expect((await get('/api/v1/activity')).status).toBe(200)
  expect((await get('/api/auth/session')).body).toHaveProperty('expires')
  const answers = []
  for (const [method, path, json] of writes)
    answers.push((await call(method, path, { headers, ...(json && { json }) })).status)
  expect(answers).toEqual([200, 200, 409, 404, 404, 400])
  const json = { currentPassword: password, newPassword: password }
  const change = await call('POST', '/api/v1/auth/user/password/change', { headers, json })
  expect(change.status).toBe(200)
  expectProblem(
    await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } }),
    401,
    'token_invalid',
  )
  cookie = page.cookie
  const other = await signInAsBrowser(call, email)
  const signOut = { headers: { ...headers, cookie: other.cookie } }
  expect((await call('POST', '/api/v1/auth/user/signout', signOut)).status).toBe(200)
  expectProblem(await call('GET', '/api/v1/auth/user/me', signOut), 401, 'token_invalid')
})

test.each(['basic Og==', 'Basic', 'Digest username="x"', 'Negotiate YII=', 'NTLM TlRM'])(
  'whatever the proxy asks for (%s)',
  async (authorization) => {
    const headers = { cookie, authorization, 'sec-fetch-site': 'same-origin' }
    expect((await call('GET', '/api/v1/auth/user/me', { headers })).status).toBe(200)
  },
)

test.each(elsewhere)('%s gets nothing by the cookie, and changes nothing', async (_, from) => {
  const before = await accountOf(call, { cookie })
  const headers = { cookie, ...basic, ...from }
  for (const [method, path, json] of writes)
    expectProblem(await call(method, path, { headers, ...(json && { json }) }), 403, 'cross_origin')
  const secret = await call('GET', `/api/v1/tokens/${token.id}/secret`, { headers })
  expectProblem(secret, 403, 'cross_origin')
  expectProblem(await call('GET', '/api/v1/tokens', { headers }), 401, 'token_invalid')
  const { csrfToken, cookie: csrf } = await getCsrfToken(call)
  const body = new URLSearchParams({ csrfToken, email, password })
  const form = { headers: { ...basic, ...from, cookie: csrf }, body }
  expectProblem(await call('POST', '/api/auth/callback/credentials', form), 403, 'cross_origin')
  expect(await accountOf(call, { cookie })).toEqual(before)
})

test('a program that sends it is refused, whatever cookie it has', async () => {
  const headers = { cookie, ...basic }
  for (const [method, path, json] of writes)
    expectProblem(
      await call(method, path, { headers, ...(json && { json }) }),
      401,
      'token_invalid',
    )
  expectProblem(await call('GET', '/api/v1/auth/user/me', { headers }), 401, 'token_invalid')
})

test('it makes no bad credential good, and stands for no session', async () => {
  const from = { ...basic, 'sec-fetch-site': 'same-origin' }
  const me = (headers: Headers) =>
    call('GET', '/api/v1/auth/user/me', { headers: { ...from, ...headers } })
  const ended = await signInAsBrowser(call, email)
  await call('POST', '/api/v1/auth/user/signout', { headers: { cookie: ended.cookie } })
  for (const headers of [
    { cookie, 'xc-token': 'x' },
    { cookie, 'xc-auth': '' },
    { cookie, authorization: 'Bearer x' },
    { cookie, authorization: 'Token x' },
    { cookie, authorization: 'Basically x' },
    { cookie, authorization: '' },
    { cookie: ended.cookie },
    { cookie: 'next-auth.session-token=x' },
    {},
  ] as Headers[])
    expectProblem(await me(headers), 401, 'token_invalid')
})

test('the refresh cookie is spent by our own pages alone', async () => {
  const json = { email, password }
  const own = refreshCookieOf(await call('POST', '/api/v1/auth/user/signin', { json })) ?? ''
  for (const [, from] of elsewhere)
    expectProblem(await refresh(call, own, { ...basic, ...from }), 403, 'cross_origin')
  expect((await refresh(call, own, { ...basic, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})
