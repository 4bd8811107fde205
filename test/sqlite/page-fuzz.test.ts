import { existsSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { frameworkHeaders } from '@/test/support/framework-headers'
import { logLines } from '@/test/support/log-lines'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import { type Server, startServer } from '@/test/support/server'

/*
 * Invalid input to pages and files is a client error, as on the API: never a 5xx, and one line in
 * the log.
 */

let server: Server

beforeAll(async () => {
  server = await startServer({ JETON_LOG_LEVEL: 'debug' })
})
afterAll(() => server.stop())

const built = () =>
  `/_next/static/chunks/${readdirSync('.next/static/chunks').find((name) => name.endsWith('.js'))}`

const statusOf = async (method: string, path: string, headers: RawHeader[] = []) =>
  (await sendRaw(server.address, { method, path, headers })).status

test('a form that is sent to a page before its script is there leads back to the page', async () => {
  for (const path of ['/sign-in?next=%2F', '/account/tokens', '/nope']) {
    const { status, text } = await sendRaw(server.address, { method: 'POST', path })
    expect(status).toBe(303)
    expect(text).toContain(`location: ${path}\r\n`)
  }
})

test.each(['/robots.txt', built(), '/icon.svg'])(
  '%s takes GET and HEAD, and answers every other method with 405',
  async (path) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const { status, text } = await sendRaw(server.address, { method, path })
      expect(status).toBe(405)
      expect(text).toMatch(/^allow: GET, HEAD\r$/im)
    }
  },
)

test.each(['BUILD_ID', 'prerender-manifest.json', 'server/server-reference-manifest.json'])(
  '%s, which the build made for the server alone, is served to nobody',
  async (file) => {
    expect(existsSync(`.next/${file}`)).toBe(true)
    for (const up of ['../', '..%2f', '..%2F', '%2e%2e%2f', '..%5c', 'chunks/..%2f..%2f']) {
      const path = `/_next/static/${up}${file}`
      expect([path, await statusOf('GET', path)]).toEqual([path, 404])
    }
  },
)

test.each([
  ['/robots.txt', 'gzip'],
  [built(), 'gzip'],
  [built(), 'br'],
])('%s in %s keeps to ranges and preconditions', async (path, encoding) => {
  const accept: RawHeader = ['Accept-Encoding', encoding]
  const past = 'Mon, 01 Jan 2001 00:00:00 GMT'
  const expected: [RawHeader, number][] = [
    [['Range', 'bytes=0-3'], 206],
    [['Range', 'bytes=99999999-'], 416],
    [['Range', 'bytes=a-b'], 200],
    [['Range', 'lines=1-2'], 200],
    [['Range', 'bytes=3-1'], 416],
    [['If-Match', '"x"'], 412],
    [['If-Match', '*'], 200],
    [['If-Unmodified-Since', past], 412],
    [['If-Unmodified-Since', 'never'], 200],
    [['If-Modified-Since', 'never'], 200],
    [['If-None-Match', '*'], 304],
  ]
  for (const [header, status] of expected)
    expect([header, await statusOf('GET', path, [accept, header])]).toEqual([header, status])
})

describe.each(['.js', '.css'])('a built file %s', (kind) => {
  const name = readdirSync('.next/static/chunks').find((each) => each.endsWith(kind))
  const ask = (headers: Record<string, string>) =>
    fetch(`${server.address}/_next/static/chunks/${name}`, { headers })
  const typeOf = ({ headers }: Response) => headers.get('content-type')

  test('is the same in Brotli, with its type, and caches tell the two apart', async () => {
    const plain = await ask({ 'accept-encoding': 'identity' })
    const small = await ask({ 'accept-encoding': 'gzip, br' })
    expect(small.headers.get('content-encoding')).toBe('br')
    expect(plain.headers.get('content-encoding')).toBeNull()
    for (const { headers } of [plain, small])
      expect(headers.get('vary')?.toLowerCase()).toContain('accept-encoding')
    expect(typeOf(small)).toBe(typeOf(plain))
    expect(small.headers.get('cache-control')).toBe(plain.headers.get('cache-control'))
    expect(small.headers.get('etag')).not.toBe(plain.headers.get('etag'))
    expect(await small.text()).toBe(await plain.text())
  })

  test.each(['gzip', 'gzip, br;q=0', 'identity'])('is not in Brotli for %s', async (accepted) => {
    const { headers } = await ask({ 'accept-encoding': accepted })
    expect(headers.get('content-encoding')).not.toBe('br')
  })

  test('a condition that is not met is a problem in plain text', async () => {
    const answer = await ask({ 'accept-encoding': 'br', 'if-match': '"x"' })
    expect([answer.status, typeOf(answer)]).toEqual([412, 'application/problem+json'])
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect((await answer.json()).status).toBe(412)
  })
})

test.each([
  '/./_global-error',
  '/%5fglobal-error',
  '/_global-error',
  '/_error',
  '/_next/image?url=x',
  '/_next/webpack-hmr',
  '/x/../_not-found',
])('%s, an address of Next’s own, is not there', async (path) => {
  expect(await statusOf('GET', path)).toBe(404)
})

test.each([
  'x',
  '%',
  '%5B%5D',
  '%7B%7D',
  '[',
  'null',
  '%5B%22%22%2C%7B%22a%22%3A1%7D%5D',
  encodeURIComponent('["",{}]').repeat(2),
])('a state of the client that cannot be read, %s, is 400', async (state) => {
  const headers: RawHeader[] = [
    ['RSC', '1'],
    ['Next-Router-State-Tree', state],
  ]
  expect(await statusOf('GET', '/sign-in', headers)).toBe(400)
  expect(
    await statusOf('GET', '/sign-in', [['RSC', '1'], ...headers.slice(1), ...headers.slice(1)]),
  ).toBe(400)
})

test.each(['1', '2', '3', 'x'])('a prefetch of kind %s is one line in the log', async (kind) => {
  const headers: RawHeader[] = [
    ['RSC', '1'],
    ['Next-Router-Prefetch', kind],
  ]
  const first = await sendRaw(server.address, { method: 'GET', path: '/sign-in', headers })
  const path = /^location: (\S+)\r$/im.exec(first.text)?.[1] ?? '/sign-in'
  const before = logLines(server.output()).length
  expect(await statusOf('GET', path, headers)).toBe(200)
  expect(await statusOf('GET', '/robots.txt')).toBe(200)
  expect(
    logLines(server.output())
      .slice(before)
      .map(({ level }) => level),
  ).not.toContain('error')
})

const word = fc.oneof(
  fc.constantFrom(
    '1',
    '2',
    '0',
    'x',
    '*',
    '"x"',
    'W/"x"',
    'bytes=0-',
    'bytes=-1',
    'bytes=9-,1-2',
    '/_tree',
    '/__PAGE__',
    '%',
    '%00',
    '\u00ff',
    '["",{}]',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }).map((text) => text.trim()),
)
const standard = [
  'Range',
  'If-Match',
  'If-None-Match',
  'If-Range',
  'If-Modified-Since',
  'If-Unmodified-Since',
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Cookie',
  'Content-Type',
  'Host',
]
const header = fc.tuple(fc.constantFrom('RSC', ...standard, ...frameworkHeaders()), word)
const piece = fc.constantFrom(
  '..',
  '.',
  '%2e',
  '%2E%2e',
  '%5f',
  '_',
  'next',
  'static',
  'chunks',
  'data',
  'image',
  'sign-in',
  'account',
  '%',
  '%ff',
  '%00',
  ';',
  '[id]',
  '(app)',
  'rsc',
  '.rsc',
  '.txt',
  '__PAGE__',
  '.segments',
  'index',
  'robots.txt',
)
const path = fc
  .tuple(
    fc.constantFrom('/', '/_next/', '/_next/static/', '/account/', '/sign-in', '/.'),
    fc.array(piece, { maxLength: 4 }),
    fc.constantFrom('', '?_rsc=1', '?nxtPid=1', '?__nextDataReq=1', '?%'),
  )
  .map(([start, pieces, query]) => start + pieces.join('/') + query)

test('drawn at random: never an error of ours, and one line in the log', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'OPTIONS', 'PUT'),
      path,
      fc.array(header, { maxLength: 5 }),
      async (method, target, headers) => {
        const status = await statusOf(method, target, [['RSC', '1'], ...headers])
        expect(status ?? 400).toBeLessThan(500)
      },
    ),
    { numRuns: 400 },
  )
  const lines = logLines(server.output())
  expect(lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([])
  const ids = lines.map(({ requestId }) => requestId)
  expect(new Set(ids).size).toBe(ids.length)
})
