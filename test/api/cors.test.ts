import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from '@/test/support/account'
import { signInAsBrowser } from '@/test/support/browser'
import { type Answer, type Call, clientOf, createToken, password, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/* What a page of another origin may do: nothing that no setting opens (test/api/cross-origin.test.ts), and here what one does open. */

const named = 'https://app.example.com'
const strangers = [
  'https://evil.example',
  'https://app.example.com.evil.example',
  'https://evilapp.example.com',
  'https://sub.app.example.com',
  'http://app.example.com',
  'https://app.example.com:444',
  'https://APP.example.com',
  `${named}/`,
  `${named}, ${named}`,
  'null',
  '*',
  '',
]

const open = async (corsOrigins: string) => {
  const server = await startServer({ JETON_CORS_ORIGINS: corsOrigins })
  return { server, call: clientOf(server.address) }
}

const corsOf = ({ headers }: Answer) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control')))

const preflight = (call: Call, path: string, origin: string, method = 'POST') => {
  const asked = 'content-type,xc-auth,idempotency-key'
  const headers = { origin, 'access-control-request-method': method, 'access-control-request-headers': asked }
  return call('OPTIONS', path, { headers })
}

const credentials = { 'access-control-allow-origin': named, 'access-control-allow-credentials': 'true' }
const readable = { 'access-control-expose-headers': expect.stringContaining('retry-after') }

describe('with a named origin', () => {
  let server: Server
  let call: Call
  let email: string
  let authToken: string
  let cookie: string

  beforeAll(async () => {
    ;({ server, call } = await open(`https://other.example.com, ${named}`))
    ;({ email, authToken } = await signUp(call))
    cookie = (await signInAsBrowser(call, email)).cookie
  })
  afterAll(() => server.stop())

  const everywhere = ['/api/v1/tokens', '/api/v1/auth/user/signin', '/api/v1/nope', '/api/health']

  test.each(everywhere)('%s tells its pages beforehand what they may send', async (path) => {
    const answer = await preflight(call, path, named)
    expect(answer.status).toBe(204)
    expect(corsOf(answer)).toEqual({
      ...credentials,
      'access-control-allow-methods': answer.headers.get('allow'),
      'access-control-allow-headers': 'authorization, content-type, idempotency-key, xc-auth, xc-token',
      'access-control-max-age': '600',
    })
    expect(answer.headers.get('vary')).toMatch(/(^|, )Origin$/)
  })

  test('what they may send is every header that the API looks at', async () => {
    const allowed = (await preflight(call, '/api/v1/tokens', named)).headers.get(
      'access-control-allow-headers',
    )
    for (const name of ['authorization', 'content-type', 'xc-auth', 'xc-token', 'idempotency-key'])
      expect(allowed?.split(', ')).toContain(name)
  })

  test('they can read answers and refusals alike', async () => {
    const headers = { origin: named, 'xc-auth': authToken }
    for (const [method, path, status] of [
      ['GET', '/api/v1/auth/user/me', 200],
      ['HEAD', '/api/v1/tokens', 200],
      ['DELETE', '/api/v1/tokens/x', 404],
      ['PUT', '/api/v1/tokens', 405],
      ['POST', '/api/v1/tokens', 415],
      ['GET', '/api/v1/nope', 404],
    ] as const) {
      const answer = await call(method, path, { headers })
      expect(answer.status).toBe(status)
      expect(corsOf(answer)).toEqual({ ...credentials, ...readable })
      expect(answer.headers.get('vary')).toMatch(/(^|, )Origin$/)
    }
  })

  test('they may sign somebody in, and count on the cookie, as our own pages may', async () => {
    const from = { origin: named, 'sec-fetch-site': 'same-site' }
    const signedIn = await call('POST', '/api/v1/auth/user/signin', {
      headers: from,
      json: { email, password },
    })
    expect(signedIn.status).toBe(200)
    const created = await call('POST', '/api/v1/tokens', {
      headers: { ...from, cookie },
      json: { name: 'x' },
    })
    expect(created.status).toBe(200)
    const path = `/api/v1/tokens/${created.body.id}`
    expect((await call('DELETE', path, { headers: { ...from, cookie } })).status).toBe(200)
  })

  test.each(strangers)('%j is a stranger: it reads nothing and changes nothing', async (origin) => {
    const { id } = await createToken(call, authToken)
    const before = await accountOf(call, { cookie })
    const answers = [
      await preflight(call, `/api/v1/tokens/${id}`, origin, 'DELETE'),
      await call('GET', '/api/v1/auth/user/me', { headers: { origin, cookie } }),
      await call('GET', '/api/v1/auth/user/me', { headers: { origin, 'xc-auth': authToken } }),
    ]
    for (const answer of answers) {
      expect(corsOf(answer)).toEqual({})
      expect(answer.headers.get('vary')).toMatch(/(^|, )Origin$/)
    }
    expectProblem(
      await call('DELETE', `/api/v1/tokens/${id}`, { headers: { origin, cookie } }),
      403,
      'cross_origin',
    )
    expect(await accountOf(call, { cookie })).toEqual(before)
    await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })
  })

  test('a cache is told of the origin also where none was sent', async () => {
    const answer = await call('GET', '/api/health')
    expect(corsOf(answer)).toEqual({})
    expect(answer.headers.get('vary')).toMatch(/(^|, )Origin$/)
  })

  test('an OPTIONS that is no preflight promises nothing beforehand', async () => {
    const answer = await call('OPTIONS', '/api/v1/tokens', { headers: { origin: named } })
    expect(corsOf(answer)).toEqual({ ...credentials, ...readable })
  })

  test('the verifier is for services: it answers no page, and a preflight is no way in', async () => {
    const asked = await preflight(call, '/api/v1/verify', named)
    expectProblem(asked, 401, 'credential_missing')
    const answer = await call('GET', '/api/v1/verify', { headers: { origin: named, 'xc-auth': authToken } })
    expect(answer.status).toBe(200)
    expect([corsOf(asked), corsOf(answer)]).toEqual([{}, {}])
  })
})

describe('with *', () => {
  let server: Server
  let call: Call
  let email: string
  let authToken: string
  let cookie: string

  beforeAll(async () => {
    ;({ server, call } = await open('*'))
    ;({ email, authToken } = await signUp(call))
    cookie = (await signInAsBrowser(call, email)).cookie
  })
  afterAll(() => server.stop())

  test('every page may call with a token that it holds', async () => {
    const anybody = { 'access-control-allow-origin': '*' }
    const asked = await preflight(call, '/api/v1/tokens', 'https://evil.example')
    expect(corsOf(asked)).toMatchObject({
      ...anybody,
      'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
    })
    const headers = { origin: 'https://evil.example', 'xc-auth': authToken }
    const answer = await call('GET', '/api/v1/auth/user/me', { headers })
    expect(answer.body.email).toBe(email)
    expect(corsOf(answer)).toEqual({ ...anybody, ...readable })
  })

  test('no page is ever let use the cookie', async () => {
    const before = await accountOf(call, { cookie })
    for (const origin of ['https://evil.example', 'null', '*']) {
      const answers = [
        await preflight(call, '/api/v1/tokens', origin),
        await call('GET', '/api/v1/auth/user/me', { headers: { origin, cookie } }),
        await call('POST', '/api/v1/tokens', { headers: { origin, cookie }, json: { name: 'x' } }),
      ]
      for (const answer of answers) expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
      expectProblem(answers[2] as Answer, 403, 'cross_origin')
    }
    expect(await accountOf(call, { cookie })).toEqual(before)
  })
})
