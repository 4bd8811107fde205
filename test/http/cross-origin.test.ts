import { beforeAll, expect, test } from 'vitest'
import { accountOf, doesPasswordWork, type Headers } from '@/test/support/account'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, password, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/*
 * Requests that another site can make a signed-in user's browser send. They carry the cookie, so
 * the server must recognise them by the request itself.
 */

const server = sharedServer()
const call = clientOf(server.address)
let email: string
let authToken: string
let token: { id: string; token: string }
let sessionId: string
let cookie: string

beforeAll(async () => {
  ;({ email, authToken } = await signUp(call))
  token = await createToken(call, authToken)
  sessionId = (await accountOf(call, { 'xc-auth': authToken })).sessions[0]
  cookie = (await signInAsBrowser(call, email)).cookie
})

const foreign = {
  'another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  'another site in an older browser': { origin: 'https://evil.example' },
  'a sandboxed frame': { origin: 'null', 'sec-fetch-site': 'cross-site' },
  'a sandboxed frame in an older browser': { origin: 'null' },
  'an empty origin': { origin: '' },
  'another port of this host': { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
  'another port in an older browser': { origin: 'http://localhost:1' },
  'a name that begins with ours': { origin: 'http://localhost.evil.example' },
  'a site that claims to be us behind a proxy': {
    origin: 'http://evil.example',
    'x-forwarded-host': 'evil.example',
    forwarded: 'host=evil.example',
  },
  'a site that says it is same-origin in another header': {
    origin: 'https://evil.example',
    'x-requested-with': 'XMLHttpRequest',
    referer: 'http://localhost/',
  },
}

const newPassword = 'another long password'
const writes: [method: string, path: string, body?: object][] = [
  ['POST', '/api/v1/auth/user/signup', { email: 'mallory@example.com', password }],
  ['POST', '/api/v1/auth/user/signin', { email: 'mallory@example.com', password }],
  ['POST', '/api/v1/auth/user/signout'],
  ['POST', '/api/v1/auth/user/password/change', { currentPassword: password, newPassword }],
  ['PATCH', '/api/v1/user/profile', { display_name: 'Mallory' }],
  ['POST', '/api/v1/auth/token'],
  ['POST', '/api/v1/tokens', { name: 'of Mallory' }],
  ['DELETE', '/api/v1/tokens/{token}'],
  ['DELETE', '/api/v1/sessions/{session}'],
  ['DELETE', '/api/v1/sessions'],
  ['POST', '/api/v1/introspect', { token: 'x' }],
]

const pathOf = (template: string) =>
  template.replace('{token}', token.id).replace('{session}', sessionId)

/**
 * @returns a body in every form that a page can send without a preflight, and in the one that needs
 *   it
 */
function bodiesOf(fields: object): { body: BodyInit; headers?: Headers }[] {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  const json = JSON.stringify(fields)
  return [
    { body: new URLSearchParams(Object.entries(fields)) },
    { body: form },
    { body: json, headers: { 'content-type': 'text/plain' } },
    { body: json, headers: { 'content-type': 'application/json' } },
  ]
}

test.each(Object.entries(foreign))('%s can make a browser change nothing', async (_, from) => {
  const before = await accountOf(call, { cookie })
  for (const [method, path, fields = {}] of writes) {
    for (const { body, headers } of bodiesOf(fields)) {
      const answer = await call(method, pathOf(path), {
        headers: { cookie, ...from, ...headers },
        body,
      })
      expectProblem(answer, 403, 'cross_origin')
    }
  }
  expect(await accountOf(call, { cookie })).toEqual(before)
})

test.each(Object.entries(foreign))('%s cannot copy the secret', async (_, from) => {
  const answer = await call('GET', `/api/v1/tokens/${token.id}/secret`, {
    headers: { cookie, ...from },
  })
  expectProblem(answer, 403, 'cross_origin')
  expect(answer.text).not.toContain(token.token)
})

test('no answer lets another site read it, asked before or after', async () => {
  const headers = {
    origin: 'https://evil.example',
    'access-control-request-method': 'POST',
    cookie,
  }
  for (const method of ['OPTIONS', 'GET']) {
    for (const path of ['/api/v1/tokens', '/api/v1/sessions', '/api/v1/auth/user/me']) {
      const answer = await call(method, path, { headers })
      expect(
        [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
      ).toEqual([])
    }
  }
})

test('a form cannot pass for another method', async () => {
  const headers = { cookie, 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }
  const body = new URLSearchParams({ _method: 'DELETE' })
  const answer = await call('POST', `/api/v1/tokens/${token.id}?_method=DELETE`, { headers, body })
  expectProblem(answer, 405, 'method_not_allowed')
})

test('a bad credential in a header opens no way around to the cookie', async () => {
  const before = await accountOf(call, { cookie })
  for (const name of ['authorization', 'xc-token', 'xc-auth']) {
    const headers = { cookie, ...foreign['another site'], [name]: 'nonsense' }
    expectProblem(
      await call('DELETE', `/api/v1/tokens/${token.id}`, { headers }),
      401,
      'token_invalid',
    )
  }
  expect(await accountOf(call, { cookie })).toEqual(before)
})

test('a program that sends its auth token may come from anywhere', async () => {
  const headers = { 'xc-auth': authToken, ...foreign['another site'] }
  expect((await call('POST', '/api/v1/auth/token', { headers })).status).toBe(200)
  expect((await call('GET', `/api/v1/tokens/${token.id}/secret`, { headers })).status).toBe(200)
})

test.each(['same-origin', 'none'])(
  'our own pages may do all of it (Sec-Fetch-Site: %s)',
  async (site) => {
    const headers = { cookie, origin: server.address, 'sec-fetch-site': site }
    const path = `/api/v1/tokens/${token.id}`
    expect((await call('GET', `${path}/secret`, { headers })).body).toEqual({ token: token.token })
    expect((await call('DELETE', path, { headers })).status).toBe(200)
    token = (await call('POST', '/api/v1/tokens', { headers, json: { name: 'mine' } })).body
    expect(token.token).toMatch(/^jtn_/)
    expect(await doesPasswordWork(call, email)).toBe(true)
  },
)
