import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf } from '@/test/support/account'
import { signInAsBrowser } from '@/test/support/browser'
import {
  type Answer,
  type Call,
  clientOf,
  createToken,
  password,
  signUp,
} from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/*
 * The access of pages of other origins that a setting allows. Without a setting they have none:
 * test/http/cross-origin.test.ts.
 */

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
  'tauri://app.example.com',
  'tauri://localhost:80',
  'app://evil.md',
  'chrome-extension://app.example.com',
  'null',
  '*',
  '',
]

/** Origins with the schemes that programs and browsers use for their own pages. */
const ofPrograms = [
  'tauri://localhost',
  'capacitor://localhost',
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  'app://obsidian.md',
  'http://localhost:5173',
]

const open = async (corsOrigins: string) => {
  const server = await startServer({ JETON_CORS_ORIGINS: corsOrigins })
  return { server, call: clientOf(server.address) }
}

const corsOf = ({ headers }: Answer) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control')))

const preflight = (call: Call, path: string, origin: string, more: Record<string, string> = {}) => {
  const asked = 'content-type,xc-auth,idempotency-key'
  const headers = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': asked,
  }
  return call('OPTIONS', path, { headers: { ...headers, ...more } })
}

const own = ['authorization', 'content-type', 'idempotency-key', 'xc-auth', 'xc-token']

/**
 * @param asked the headers that the browser asks about in its preflight
 * @returns the headers that a page may send
 */
async function allowed(call: Call, origin: string, asked: string): Promise<string[]> {
  const answer = await preflight(call, '/api/v1/tokens', origin, {
    'access-control-request-headers': asked,
  })
  expect(answer.status).toBe(204)
  return answer.headers.get('access-control-allow-headers')?.split(', ') ?? []
}

const credentials = {
  'access-control-allow-origin': named,
  'access-control-allow-credentials': 'true',
}
const readable = { 'access-control-expose-headers': expect.stringContaining('retry-after') }

describe('with a named origin', () => {
  let server: Server
  let call: Call
  let email: string
  let authToken: string
  let cookie: string

  beforeAll(async () => {
    ;({ server, call } = await open(
      `https://other.example.com, ${named}, ${ofPrograms.join(', ')}`,
    ))
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
      'access-control-allow-headers':
        'authorization, content-type, idempotency-key, xc-auth, xc-token',
      'access-control-max-age': '600',
    })
    expect(answer.headers.get('vary')).toMatch(/(^|, )Origin$/)
  })

  test('they may send every header that the API looks at, and every other that they ask about', async () => {
    expect(await allowed(call, named, '')).toEqual(own)
    const tracing = 'baggage,sentry-trace,traceparent'
    expect(await allowed(call, named, tracing)).toEqual([...own, ...tracing.split(',')])
    expect(await allowed(call, named, 'X-Requested-With , xc-token')).toEqual([
      ...own,
      'x-requested-with',
    ])
  })

  test('what is no name of a header is not repeated, and names without end are not either', async () => {
    expect(await allowed(call, named, 'x y, *, "x", x:y, (), , x\u00e9')).toEqual([...own, '*'])
    const many = Array.from({ length: 200 }, (_, i) => `x-${i}`)
    expect((await allowed(call, named, many.join(','))).length).toBeLessThan(100)
    expect(await allowed(call, named, 'x'.repeat(5000))).toEqual(own)
  })

  test.each(ofPrograms)('%s may be named, and is told the same', async (origin) => {
    const from = { origin, 'sec-fetch-site': 'cross-site' }
    const opened = { ...credentials, 'access-control-allow-origin': origin }
    expect(corsOf(await preflight(call, '/api/v1/tokens', origin))).toMatchObject(opened)
    const answer = await call('GET', '/api/v1/auth/user/me', { headers: { ...from, cookie } })
    expect(corsOf(answer)).toEqual({ ...opened, ...readable })
    const written = await call('PATCH', '/api/v1/user/profile', {
      headers: { ...from, cookie },
      json: { display_name: 'Ada' },
    })
    expect(written.status).toBe(200)
  })

  test('a preflight to a private network gets the same answer', async () => {
    const asked = { 'access-control-request-private-network': 'true' }
    const answer = await preflight(call, '/api/v1/tokens', named, asked)
    expect(answer.status).toBe(204)
    expect(corsOf(answer)).toEqual(corsOf(await preflight(call, '/api/v1/tokens', named)))
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
      await preflight(call, `/api/v1/tokens/${id}`, origin, {
        'access-control-request-method': 'DELETE',
      }),
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
    const answer = await call('GET', '/api/v1/verify', {
      headers: { origin: named, 'xc-auth': authToken },
    })
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
    expect(await allowed(call, 'https://evil.example', 'traceparent')).toEqual([
      ...own,
      'traceparent',
    ])
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
      for (const answer of answers)
        expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
      expectProblem(answers[2] as Answer, 403, 'cross_origin')
    }
    expect(await accountOf(call, { cookie })).toEqual(before)
  })
})
