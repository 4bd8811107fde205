import { beforeAll, describe, expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { type Answer, clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { identityNames as spelled } from '@/test/support/identity-names'
import { expectProblem } from '@/test/support/problem'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import { sharedServer } from '@/test/support/shared-server'

/* The verifier's answers to services and proxies that ask whose token they have received. */

const path = '/api/v1/verify'

const server = sharedServer()
const call = clientOf(server.address)
let email: string
let authToken: string
let userId: string
let token: { id: string; token: string }

beforeAll(async () => {
  ;({ email, authToken } = await signUp(call))
  const headers = { 'xc-auth': authToken }
  await call('PATCH', '/api/v1/user/profile', { headers, json: { display_name: 'Zoë “Z” 100%' } })
  userId = (await call('GET', '/api/v1/auth/user/me', { headers })).body.id
  token = await createToken(call, authToken, 'n8n\u00a0production 🚀')
})

const verify = (headers: Record<string, string>, method = 'GET') => call(method, path, { headers })
const basic = (userAndPassword: string) =>
  `Basic ${Buffer.from(userAndPassword).toString('base64')}`

const identityNames = spelled.map((name) => name.toLowerCase())
const identityOf = ({ headers }: Answer) =>
  Object.fromEntries(identityNames.map((name) => [name, headers.get(name)]))

const identity = () => ({
  'remote-user': email,
  'remote-email': email,
  'remote-name': 'Zo%C3%AB %E2%80%9CZ%E2%80%9D 100%25',
  'x-auth-request-user': userId,
  'x-auth-request-email': email,
  'remote-groups': '',
  'x-auth-request-groups': '',
  'x-service': '',
  'x-token-expires': '',
})
const byToken = () => ({
  ...identity(),
  'x-token-id': token.id,
  'x-token-name': 'n8n%C2%A0production %F0%9F%9A%80',
})
const byAuthToken = () => ({ ...identity(), 'x-token-id': '', 'x-token-name': '' })

function expectRefused(answer: Answer, code: 'credential_missing' | 'token_invalid'): void {
  const error = code === 'token_invalid' ? ', error="invalid_token"' : ''
  expectProblem(answer, 401, code)
  expect(answer.headers.get('www-authenticate')).toBe(`Bearer realm="jeton"${error}`)
  expect(identityOf(answer)).toEqual(Object.fromEntries(identityNames.map((name) => [name, null])))
}

describe('a token that is accepted', () => {
  test.each([
    ['xc-token', () => ({ 'xc-token': token.token }), byToken],
    ['xc-auth', () => ({ 'xc-auth': authToken }), byAuthToken],
    ['Bearer with an API token', () => ({ authorization: `Bearer ${token.token}` }), byToken],
    ['Bearer with an auth token', () => ({ authorization: `bearer  ${authToken}` }), byAuthToken],
    ['Basic with any user name', () => ({ authorization: basic(`me:${token.token}`) }), byToken],
    ['Basic with no user name', () => ({ authorization: basic(`:${token.token}`) }), byToken],
    ['Basic with an auth token', () => ({ authorization: basic(`x:${authToken}`) }), byAuthToken],
    [
      'xc-token before a bad Authorization',
      () => ({ 'xc-token': token.token, authorization: 'Bearer bad' }),
      byToken,
    ],
  ])('as %s tells whose it is', async (_, headers, expected) => {
    const answer = await verify(headers())
    expect(answer.status).toBe(200)
    expect(identityOf(answer)).toEqual(expected())
    expect(answer.text).toBe('')
    expect(answer.headers.get('content-length')).toBe('0')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('vary')).toBe('xc-token, xc-auth, Authorization')
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test.each([
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'PROPFIND',
    'PURGE',
    'M-SEARCH',
  ])('whatever the method is: %s', async (method) => {
    const headers: [string, string][] = [['xc-token', token.token]]
    const { status, text } = await sendRaw(server.address, { method, path, headers })
    expect(status).toBe(200)
    expect(text).toContain(`Remote-User: ${email}\r\n`)
    expect((await sendRaw(server.address, { method, path })).status).toBe(401)
  })

  test.each([
    '/',
    '?x=1',
    '/?',
    '/a/b?c=/d',
    '/%',
    '/%00',
    '//',
    '/..;/',
    '/wiki/%C3%9Cbersicht',
    `/${'x'.repeat(8000)}`,
  ])('whatever a proxy appends to the path: %s', async (rest) => {
    const request = {
      path: path + rest,
      headers: [['xc-token', token.token]] as [string, string][],
    }
    expect((await sendRaw(server.address, request)).status).toBe(200)
    expect((await sendRaw(server.address, { path: path + rest })).status).toBe(401)
  })

  test('is asked for at one address and those below it, not at one that looks like it', async () => {
    expectProblem(
      await call('GET', `${path}er`, { headers: { 'xc-token': token.token } }),
      404,
      'not_found',
    )
  })

  test('in a request line that names the host too, is answered the same', async () => {
    const headers: [string, string][] = [['xc-token', token.token]]
    const { status, text } = await sendRaw(server.address, { path: server.address + path, headers })
    expect(status).toBe(200)
    const lines = text.toLowerCase().split('\r\n')
    for (const [name, value] of Object.entries(byToken()))
      expect(lines).toContain(`${name}: ${value.toLowerCase()}`)
    expect(lines).toContain('cache-control: no-store')
  })

  test('at the address in another spelling, which Next answers, is answered the same', async () => {
    const headers: [string, string][] = [['xc-token', token.token]]
    const { status, text } = await sendRaw(server.address, { path: `/.${path}`, headers })
    expect(status).toBe(200)
    expect(text.toLowerCase()).toContain(`x-token-id: ${token.id}\r\n`)
  })

  test('does not have its body waited for, nor is the connection spoiled by it', async () => {
    const head = [
      ['xc-token', token.token],
      ['Content-Length', '10000000'],
    ] as [string, string][]
    expect((await sendRaw(server.address, { method: 'POST', path, headers: head })).status).toBe(
      200,
    )
  })
})

describe('refused as invalid', () => {
  test.each([
    ['an unknown API token', () => ({ 'xc-token': `${token.token.slice(0, -8)}AAAAAAAA` })],
    ['an empty xc-token', () => ({ 'xc-token': '' })],
    ['an auth token in xc-token', () => ({ 'xc-token': authToken })],
    ['an API token in xc-auth', () => ({ 'xc-auth': token.token })],
    ['a bad xc-token before a good xc-auth', () => ({ 'xc-token': 'bad', 'xc-auth': authToken })],
    [
      'a bad xc-auth before a good Bearer',
      () => ({ 'xc-auth': 'bad', authorization: `Bearer ${token.token}` }),
    ],
    ['Basic without a colon', () => ({ authorization: basic(token.token) })],
    ['Basic with the token as user name', () => ({ authorization: basic(`${token.token}:`) })],
    [
      'Basic with something after the token',
      () => ({ authorization: basic(`x:${token.token}:y`) }),
    ],
    ['Basic that is not base64', () => ({ authorization: 'Basic §§' })],
    ['another scheme', () => ({ authorization: `Digest ${token.token}` })],
    ['a scheme alone', () => ({ authorization: 'Bearer' })],
    [
      'two tokens in one header',
      () => ({ authorization: `Bearer ${token.token}, Bearer ${token.token}` }),
    ],
  ])('%s', async (_, headers) => {
    // The valid requests come first: a cached positive result must not apply to another use of the
    // token.
    expect((await verify({ 'xc-token': token.token })).status).toBe(200)
    expect((await verify({ 'xc-auth': authToken })).status).toBe(200)
    expectRefused(await verify(headers()), 'token_invalid')
  })

  test.each(['xc-token', 'xc-auth', 'authorization'])('%s that is there twice', async (name) => {
    const value = { 'xc-token': token.token, 'xc-auth': authToken }[name] ?? `Bearer ${token.token}`
    const headers: [string, string][] = [
      [name, value],
      [name.toUpperCase(), value],
    ]
    expect((await sendRaw(server.address, { path, headers })).status).toBe(401)
  })
})

describe('refused as missing', () => {
  test('nothing at all', async () => expectRefused(await verify({}), 'credential_missing'))

  test('a browser’s cookie: it never counts here', async () => {
    const { cookie } = await signInAsBrowser(call, email)
    expectRefused(await verify({ cookie }), 'credential_missing')
  })

  test('a token in the address', async () => {
    expectRefused(
      await call('GET', `${path}?xc-token=${token.token}&token=${token.token}`),
      'credential_missing',
    )
  })

  test('what proxies say of the client', async () => {
    const headers = {
      'x-forwarded-user': email,
      'remote-user': email,
      'x-token-id': token.id,
      forwarded: 'for=::1',
    }
    expectRefused(await verify(headers), 'credential_missing')
  })
})

test('a name can neither break nor forge a header', async () => {
  const own = await signUp(call)
  const { id, token: secret } = await createToken(call, own.authToken)
  // PostgreSQL can store every character but this one.
  const nothing = server.databaseUrl === undefined ? '\u0000' : ''
  const hostile = `a\r\nRemote-User: root\r\n\r\n${nothing}\u0085\u2028%0d%0aé`
  await changeDatabase(server, 'UPDATE "ApiToken" SET "name" = ? WHERE "id" = ?', {
    parameters: [hostile, id],
  })
  const { status, text } = await sendRaw(server.address, { path, headers: [['xc-token', secret]] })
  expect(status).toBe(200)
  expect(text.match(/^remote-user:.*$/gim)).toEqual([`Remote-User: ${own.email}`])
  const name = /^X-Token-Name: (.*)$/m.exec(text)?.[1]?.trim() ?? ''
  expect(name).toMatch(/^[ -~]*$/)
  expect(decodeURIComponent(name)).toBe(hostile)
})

test('a name of 255 characters arrives whole', async () => {
  const own = await signUp(call)
  const name = `${'🙂ü'.repeat(127)}x`
  const { token: secret } = await createToken(call, own.authToken, name)
  const { headers } = await verify({ 'xc-token': secret })
  expect(decodeURIComponent(headers.get('x-token-name') ?? '')).toBe(name)
})

test('what was changed elsewhere is what the next answer says', async () => {
  const own = await signUp(call)
  const headers = { 'xc-auth': own.authToken }
  const nameOf = async () => (await verify(headers)).headers.get('remote-name')
  expect(await nameOf()).toBe('')
  await call('PATCH', '/api/v1/user/profile', { headers, json: { display_name: 'Ada' } })
  expect(await nameOf()).toBe('Ada')
})

test('a session that has expired is over, although its row is still there', async () => {
  const own = await signUp(call)
  const second = await signIn(call, own.email)
  expect((await verify({ 'xc-auth': second })).status).toBe(200)
  const past = new Date(Date.now() - 1000).toISOString().replace('Z', '+00:00')
  await changeDatabase(
    server,
    'UPDATE "Session" SET "expiresAt" = ? WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = ?)',
    {
      parameters: [past, own.email],
    },
  )
  expectRefused(await verify({ 'xc-auth': second }), 'token_invalid')
})

test('a user’s row that is gone without its token’s takes the token along', async () => {
  const own = await signUp(call)
  const { token: secret } = await createToken(call, own.authToken)
  expect((await verify({ 'xc-token': secret })).status).toBe(200)
  const options = { parameters: [own.email], foreignKeys: false }
  await changeDatabase(server, 'DELETE FROM "User" WHERE "email" = ?', options)
  expectRefused(await verify({ 'xc-token': secret }), 'token_invalid')
  expectRefused(await verify({ 'xc-auth': own.authToken }), 'token_invalid')
})

test('another spelling of the address is the same address', async () => {
  const headers: RawHeader[] = [['xc-token', token.token]]
  const { origin } = new URL(server.address)
  for (const spelling of [
    '/api/v1/./verify',
    '/x/../api/v1/verify',
    '/api/v1/%76erify',
    `${origin}/api/v1/verify`,
  ]) {
    const { status, text } = await sendRaw(server.address, { path: spelling, headers })
    expect(status).toBe(200)
    expect(text).toMatch(/^x-token-id: \S/im)
    expect((await sendRaw(server.address, { path: spelling })).status).toBe(401)
  }
  // A path that a proxy appends has no influence.
  expect(
    (await sendRaw(server.address, { path: '/api/v1/verify/../tokens', headers })).text,
  ).toMatch(/x-token-id/i)
})
