import { beforeAll, describe, expect, test } from 'vitest'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { document } from '@/test/support/contract'
import { isLong } from '@/test/support/extent'
import { frameworkHeaders } from '@/test/support/framework-headers'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import { sharedServer } from '@/test/support/shared-server'

/*
 * A header that a framework reserves for itself is never trusted from outside: every answer is the
 * same with it and without it.
 */

const server = sharedServer()
const call = clientOf(server.address)
const names = frameworkHeaders()
/** In the long run, each request has both. */
const values = ['1', '/api/health']
const all = names.map((name): RawHeader => [name, '1'])
/** The two that most addresses have: they ask with each credential, the others with one. */
const mostUsed = ['GET', 'POST']
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const madeUp = `jtn_${'A'.repeat(43)}`

/** @returns in the long run all of the list, otherwise the one whose turn it is */
const turns = <T>(list: T[], turn: number): T[] =>
  isLong ? list : list.slice(turn % list.length, (turn % list.length) + 1)

/** The headers that differ between answers to the same request. */
const changing = /^(x-request-id|date|set-cookie|ratelimit|content-security-policy|etag): .*\r\n/gim
const withoutChanging = (text: string) =>
  text
    .replace(changing, '')
    .replace(/"(token|created_at|last_used_at|last_seen_at|challenge)":"[^"]*"/g, '')

/** @returns the answer, without the parts that change by themselves */
async function ask(method: string, path: string, headers: RawHeader[]): Promise<string> {
  const { text } = await sendRaw(server.address, { method, path, headers })
  return withoutChanging(joinChunks(text))
}

/** Joins the chunks of a body: a large one is not split at the same places each time. */
function joinChunks(text: string): string {
  let at = text.indexOf('\r\n\r\n') + 4
  let joined = text.slice(0, at)
  if (!/^transfer-encoding: chunked\r$/im.test(joined)) return text
  for (;;) {
    const start = text.indexOf('\r\n', at) + 2
    const size = Number.parseInt(text.slice(at, start), 16)
    if (!(size > 0)) return joined
    joined += text.slice(start, start + size)
    at = start + size + 2
  }
}

let credentials: RawHeader[][]

beforeAll(async () => {
  const { authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  credentials = [[], [['xc-token', madeUp]], [['xc-token', token]], [['xc-auth', `${authToken}x`]]]
})

const paths = Object.keys(document.paths ?? {}).map((path) => path.replace('{id}', 'x'))
const ours = [...paths, '/api/nope', '/auth/user/me', '/api/auth/session', '/api/auth/csrf']
/** Addresses that return the same text to everyone, every time. */
const everySame = ours.filter((path) => !/csrf/.test(path))

test('the names are read from the sources', () => {
  expect(names).toEqual(
    expect.arrayContaining(['x-middleware-prefetch', 'x-matched-path', 'next-action', 'rsc']),
  )
  expect(names.length).toBeGreaterThan(50)
})

test.each(everySame)(
  'a request to %s with all of these headers is answered as without them, whatever its method',
  async (path) => {
    const place = everySame.indexOf(path)
    for (const [turn, method] of methods.entries())
      for (const credential of mostUsed.includes(method)
        ? credentials
        : turns(credentials, place + turn)) {
        const expected = await ask(method, path, credential)
        const valueTurn = Math.floor(place / credentials.length) + credentials.indexOf(credential)
        for (const value of turns(values, valueTurn)) {
          const all = names.map((name): RawHeader => [name, value])
          expect(await ask(method, path, [...credential, ...all])).toBe(expected)
        }
      }
  },
)

describe('alone', () => {
  const paths = ['/api/v1/auth/user/me', '/api/v1/tokens', '/api/v1/verify', '/api/v1/introspect']
  const requests = paths.flatMap((path) =>
    ['GET', 'POST', 'DELETE'].map((method) => ({ method, path })),
  )
  const credential: RawHeader[] = [['xc-token', madeUp]]
  /**
   * Each name has one method at each path, another one than the next name; in the long run, all.
   */
  const hasTurn = (name: number, request: number) =>
    isLong || (name + request + Math.floor(request / 3)) % 3 === 0
  let expected: string[]

  beforeAll(async () => {
    expected = await Promise.all(requests.map(({ method, path }) => ask(method, path, credential)))
  })

  test.each(names)('%s changes nothing', async (name) => {
    for (const value of turns(values, names.indexOf(name)))
      for (const [i, { method, path }] of requests.entries())
        if (hasTurn(names.indexOf(name), i))
          expect(await ask(method, path, [...credential, [name, value]])).toBe(expected[i])
  })
})

test('a delete with any of them deletes', async () => {
  const { authToken } = await signUp(call)
  for (const name of names) {
    const { id, token } = await createToken(call, authToken)
    const headers = { 'xc-auth': authToken, [name]: '1' }
    expect((await call('DELETE', `/api/v1/tokens/${id}`, { headers })).status).toBe(200)
    const verified = await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })
    expect(verified.status).toBe(401)
  }
})

test('no page shows more, or less, for one of them', async () => {
  const pages = ['/sign-in', '/account/tokens', '/robots.txt']
  for (const [turn, path] of pages.entries()) {
    const [expected = ''] = (await ask('GET', path, [])).split('\r\n')
    const others = all.filter(([name]) => name !== 'rsc')
    expect((await ask('GET', path, others)).split('\r\n')[0]).toBe(expected)
    // Each name alone takes its turn on one page; in the long run, on every page.
    const alone = others.filter((_, i) => isLong || i % pages.length === turn)
    for (const header of alone)
      expect((await ask('GET', path, [header])).split('\r\n')[0]).toBe(expected)
  }
})

test('the query parameters and cookies that Next reserves for itself do not change an answer', async () => {
  const path = '/api/v1/tokens/x/secret'
  const expected = await ask('GET', path, [])
  for (const query of [
    'nxtPid=y',
    'nxtIid=y',
    '_rsc=1',
    '__nextLocale=fr',
    '__nextDataReq=1',
    '__flight__=1',
  ])
    expect(await ask('GET', `${path}?${query}`, [])).toBe(expected)
  const cookie = '__prerender_bypass=1; __next_preview_data=1; next-instant-navigation-testing=1'
  expect(await ask('GET', path, [['Cookie', cookie]])).toBe(expected)
})
