import { decodeJwt } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* RFC 7662. */

const call = clientOf(sharedServer().address)
let service: { 'xc-token': string }

beforeAll(async () => {
  service = { 'xc-token': (await createToken(call, (await signUp(call)).authToken)).token }
})

const introspect = (token: string, headers: Record<string, string> = service) =>
  call('POST', '/api/v1/introspect', { headers, body: new URLSearchParams({ token }) })

const inactive = { status: 200, text: '{"active":false}' }

async function newUser() {
  const email = `${crypto.randomUUID()}@example.com`
  const json = { email, password, name: 'Ada' }
  const { token } = (await call('POST', '/api/v1/auth/user/signup', { json })).body
  const { id } = (await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': token } })).body
  return { id, email, authToken: token }
}

test('an API token is told with its name and without an end', async () => {
  const { id, email, authToken } = await newUser()
  const created = await call('POST', '/api/v1/tokens', {
    headers: { 'xc-auth': authToken },
    json: { name: 'Laptop ✓' },
  })
  const { status, body } = await introspect(created.body.token)
  expect(status).toBe(200)
  expect(body).toEqual({
    active: true,
    sub: id,
    username: email,
    name: 'Ada',
    token_type: 'api_token',
    client_id: created.body.id,
    token_name: 'Laptop ✓',
    iat: Math.floor(new Date(created.body.created_at).getTime() / 1000),
  })
})

test('an auth token is told with its end', async () => {
  const { id, email, authToken } = await newUser()
  const { iat, exp } = decodeJwt(authToken)
  const { status, body } = await introspect(authToken)
  expect(status).toBe(200)
  expect(body).toEqual({
    active: true,
    sub: id,
    username: email,
    name: 'Ada',
    token_type: 'auth_token',
    iat,
    exp,
  })
})

test('of a token that is not accepted nothing is told, whatever is wrong with it', async () => {
  const { email, authToken } = await newUser()
  const { id, token } = await createToken(call, authToken)
  const loggedOut = await signIn(call, email)
  const { sessionCookie } = await signInAsBrowser(call, email)
  await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': loggedOut } })
  const cookie = sessionCookie.split('=')[1] ?? ''
  const dead = [
    token,
    loggedOut,
    cookie,
    `${authToken}x`,
    `Bearer ${authToken}`,
    password,
    email,
    'x',
    '\u0000',
    'jtn_',
    '.'.repeat(60_000),
  ]
  for (const text of dead) expect(await introspect(text)).toMatchObject(inactive)
})

test('every valid credential may ask, and about the token of another', async () => {
  const { email, authToken } = await newUser()
  const { token } = await createToken(call, authToken)
  const { cookie } = await signInAsBrowser(call, email)
  const asked = (await newUser()).authToken
  const callers: Record<string, string>[] = [
    { 'xc-token': token },
    { 'xc-auth': authToken },
    { authorization: `Bearer ${token}` },
    { cookie },
  ]
  for (const headers of callers) expect((await introspect(asked, headers)).body.active).toBe(true)
})

test('nobody may ask without a valid credential of their own', async () => {
  const { authToken } = await newUser()
  expectProblem(await introspect(authToken, {}), 401, 'credential_missing')
  expectProblem(await introspect(authToken, { 'xc-token': 'x' }), 401, 'token_invalid')
  expectProblem(await introspect(authToken, { authorization: 'Basic YTpi' }), 401, 'token_invalid')
})

test('the token is taken from the form, not from the URL', async () => {
  const { authToken } = await newUser()
  const answer = await call('POST', `/api/v1/introspect?token=${authToken}`, {
    headers: service,
    body: new URLSearchParams(),
  })
  expectProblem(answer, 400, 'input_invalid')
})
