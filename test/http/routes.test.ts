import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { document, methodsOf } from '@/test/support/contract'
import { expectProblem } from '@/test/support/problem'
import { sendRaw } from '@/test/support/raw'
import { sharedServer } from '@/test/support/shared-server'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const server = sharedServer()
const call = clientOf(server.address)
let headers: { 'xc-auth': string }

beforeAll(async () => {
  headers = { 'xc-auth': (await signUp(call)).authToken }
})

/** Every resource with its methods, except the verifier, which has all of them. */
const resources = Object.keys(document.paths ?? {})
  .filter((path) => !path.endsWith('/verify'))
  .map((path): [string, string[]] => [path.replace(/\{\w+\}/, 'x'), methodsOf(path)])

test.each(resources)(
  '%s answers every other method with 405 and what it allows',
  async (path, own) => {
    const allow = own.join(', ')
    for (const method of methods.filter((name) => !own.includes(name))) {
      const answer = await call(method, path, { headers })
      expect(answer.headers.get('allow')).toBe(allow)
      if (method === 'HEAD') expect(answer).toMatchObject({ status: 405, text: '' })
      else expectProblem(answer, 405, 'method_not_allowed')
    }
    const options = await call('OPTIONS', path)
    expect(options).toMatchObject({ status: 204, text: '' })
    expect(options.headers.get('allow')).toBe(allow)
  },
)

test.each([
  '/api',
  '/api/nope',
  '/api/v1',
  '/api/v1/nope',
  '/api/v1/tokens/x/y',
  '/api/v2/tokens',
  '/api/v1/Tokens',
])('%s is not there, and says so as the rest of the API does', async (path) => {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    expectProblem(await call(method, path, { headers }), 404, 'not_found')
    expectProblem(await call(method, path), 404, 'not_found')
  }
})

test('an address of the API in another spelling is not there, instead of somewhere else', async () => {
  for (const path of [
    '/api/',
    '/api/v1/tokens/',
    '/api/v1//tokens',
    '/api//',
    '/.well-known/jwks.json/',
  ]) {
    expectProblem(await call('GET', path, { headers }), 404, 'not_found')
  }
  for (const path of ['/api/v1/tokens/.', '/api/v1/tokens/x/..', '/api\\v1/tokens']) {
    expect((await sendRaw(server.address, { path })).status).toBe(404)
  }
})

test.each([
  ['//api/v1/tokens', 'one slash'],
  ['/api//v1/tokens', 'one slash'],
  ['/api/v1/tokens/', 'without a slash at its end'],
  ['/.well-known/jwks.json/', 'without a slash at its end'],
  ['//api/v1/tokens/', 'one slash between its parts, without a slash at its end'],
  ['/api\\v1\\tokens', 'slashes instead of backslashes'],
  ['/\\api/v1/tokens', 'slashes instead of backslashes'],
  ['/API/v1/tokens', 'lower case'],
  ['/Auth/user/me', 'lower case'],
  ['/api/v1/Tokens', 'lower case'],
  ['/.well-known/JWKS.json', 'lower case'],
  ['/api/V1/tokens/', 'without a slash at its end, in lower case'],
])('%s is answered with how the address is written: %s', async (path, words) => {
  for (const method of ['GET', 'POST']) {
    const { status, text } = await sendRaw(server.address, {
      method,
      path,
      headers: [['x-y', 'z']],
    })
    expect(status).toBe(404)
    expect(text).toMatch(/^content-type: application\/problem\+json/im)
    expect(text).toContain('"code":"not_found"')
    expect(text).toContain(words)
  }
})

test('an address that nothing has, in the right spelling, gets no such hint', async () => {
  expect((await call('GET', '/api/v1/nope')).body.detail).toBe('There is nothing at this address.')
})

test('HEAD answers what GET would, without its body', async () => {
  for (const path of [
    '/api/v1/auth/user/me',
    '/api/v1/tokens',
    '/api/v1/sessions',
    '/api/health',
  ]) {
    const head = await call('HEAD', path, { headers })
    expect(head).toMatchObject({ status: 200, text: '' })
    expect(head.headers.get('cache-control')).toBe('no-store')
  }
  expect(await call('HEAD', '/api/v1/auth/user/me')).toMatchObject({ status: 401, text: '' })
})

test('no answer of the API may be kept by a cache', async () => {
  const { id } = await createToken(call, headers['xc-auth'])
  for (const path of ['auth/user/me', 'tokens', `tokens/${id}/secret`, 'sessions', 'nope']) {
    const answer = await call('GET', `/api/v1/${path}`, { headers })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  }
})

test.each(['TRACE', 'PROPFIND', 'QUERY', 'PURGE', 'SEARCH'])(
  '%s, which nothing has, is 405',
  async (method) => {
    const { status, text } = await sendRaw(server.address, { method, path: '/api/v1/tokens' })
    expect(status).toBe(405)
    expect(text).toMatch(/^allow: GET, /im)
    expect(text).toContain('"code":"method_not_allowed"')
  },
)

test('whatever the path, the answer is never an error of ours', async () => {
  const character = fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code))
  const odd = [
    '%',
    '%ff',
    '%00',
    '%2e%2e',
    '..',
    '//',
    '\\',
    '%E0%A4%A',
    ';',
    '?',
    '#',
    '[',
    ']',
    '_next',
    'data',
    '%0d%0a',
  ]
  const piece = fc.oneof(fc.constantFrom(...odd), character)
  const prefix = fc.constantFrom(
    '/',
    '/api/',
    '/api/v1/tokens/',
    '/api/v1/sessions/',
    '/api/auth/',
    '/account/',
    '/_next/',
    '//',
    '*',
    'http://x/',
  )
  const path = fc.tuple(
    prefix,
    fc.array(piece, { maxLength: 12 }),
    fc.constantFrom('', '/secret', '?limit=x&offset=%'),
  )
  await fc.assert(
    fc.asyncProperty(
      path,
      fc.constantFrom('GET', 'DELETE'),
      async ([start, pieces, end], method) => {
        const { status } = await sendRaw(server.address, {
          method,
          path: start + pieces.join('') + end,
          headers: [['xc-auth', headers['xc-auth']]],
        })
        expect(status).toBeLessThan(500)
      },
    ),
    { numRuns: 300 },
  )
})
