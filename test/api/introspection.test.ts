import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* Token introspection (RFC 7662). */

const call = clientOf(sharedServer().address)
let service: { 'xc-token': string }

beforeAll(async () => {
  service = { 'xc-token': (await createToken(call, (await signUp(call)).authToken)).token }
})

const introspect = (token: string, headers: Record<string, string> = service) =>
  call('POST', '/api/v1/introspect', { headers, body: new URLSearchParams({ token }) })

/** Builds credentials for client_secret_basic (RFC 6749, section 2.3.1). */
const basic = (clientId: string, secret: string) =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`

/** Encodes every character except letters and digits, as some clients do. */
const formEncode = (text: string) =>
  text.replace(/[^0-9A-Za-z]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)

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
    { authorization: basic('jeton', token) },
    { authorization: basic('', authToken) },
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

describe('an OAuth client', () => {
  const challenge = 'Basic realm="jeton", Bearer realm="jeton", error="invalid_token"'
  let own: { api: string; auth: string; cookie: string }
  let asked: string

  beforeAll(async () => {
    const { email, authToken } = await newUser()
    const { cookie } = await signInAsBrowser(call, email)
    own = { api: (await createToken(call, authToken)).token, auth: authToken, cookie }
    asked = (await newUser()).authToken
  })

  const ask = (form: string[][], headers: Record<string, string> = {}) =>
    call('POST', '/api/v1/introspect', {
      headers,
      body: new URLSearchParams([['token', asked], ...form]),
    })

  test('asks with its token as the secret of client_secret_basic, encoded or not', async () => {
    for (const secret of [own.api, own.auth, formEncode(own.api), formEncode(own.auth)])
      for (const clientId of ['jeton', 'any%20id', ''])
        expect((await ask([], { authorization: basic(clientId, secret) })).body.active).toBe(true)
  })

  test('asks with it as the secret of client_secret_post', async () => {
    for (const secret of [own.api, own.auth]) {
      expect(
        (
          await ask([
            ['client_id', 'jeton'],
            ['client_secret', secret],
          ])
        ).body.active,
      ).toBe(true)
      expect((await ask([['client_secret', secret]])).body.active).toBe(true)
    }
  })

  test('is refused with a challenge of its own scheme where Basic holds no valid token', async () => {
    for (const authorization of [basic('jeton', 'wrong'), basic(own.api, ''), 'Basic !', 'Basic']) {
      const answer = await ask([], { authorization })
      expectProblem(answer, 401, 'token_invalid')
      expect(answer.headers.get('www-authenticate')).toBe(challenge)
    }
    const answer = await ask([['client_secret', 'wrong']])
    expectProblem(answer, 401, 'token_invalid')
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="jeton", error="invalid_token"',
    )
  })

  test('is who the first credential says: a header, then the secret in the form, then the cookie', async () => {
    const wrong = ['client_secret', 'wrong']
    const right = ['client_secret', own.api]
    const inHeaders = (api: string, auth: string): Record<string, string>[] => [
      { 'xc-token': api },
      { 'xc-auth': auth },
      { authorization: basic('x', api) },
    ]
    for (const headers of inHeaders(own.api, own.auth))
      expect((await ask([wrong], headers)).body.active).toBe(true)
    for (const headers of inHeaders('wrong', 'wrong'))
      expectProblem(await ask([right], headers), 401, 'token_invalid')
    expectProblem(await ask([wrong], { cookie: own.cookie }), 401, 'token_invalid')
    expectProblem(await ask([['client_secret', '']], { cookie: own.cookie }), 401, 'token_invalid')
    expect((await ask([right], { cookie: 'next-auth.session-token=wrong' })).body.active).toBe(true)
    expectProblem(await ask([right, right]), 401, 'token_invalid')
    expectProblem(await ask([right, wrong]), 401, 'token_invalid')
  })

  test('is known by its token alone, before anything is said of the form', async () => {
    const body = new URLSearchParams({ client_id: 'jeton' })
    expectProblem(await call('POST', '/api/v1/introspect', { body }), 401, 'credential_missing')
    expectProblem(await call('POST', '/api/v1/introspect'), 401, 'credential_missing')
    body.set('client_secret', own.api)
    expectProblem(await call('POST', '/api/v1/introspect', { body }), 400, 'input_invalid')
  })

  test('is refused once its token is deleted', async () => {
    const { authToken } = await newUser()
    const { id, token } = await createToken(call, authToken)
    await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })
    expectProblem(await ask([], { authorization: basic('jeton', token) }), 401, 'token_invalid')
    expectProblem(await ask([['client_secret', token]]), 401, 'token_invalid')
  })

  test('gets nothing from the page of another site, whose form could hold a secret', async () => {
    const headers = { origin: 'https://evil.example', cookie: own.cookie }
    expectProblem(await ask([['client_secret', own.api]], headers), 403, 'cross_origin')
  })
})
