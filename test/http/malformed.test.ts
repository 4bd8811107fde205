import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { sharedServer } from '@/test/support/shared-server'

/* The answer to malformed HTTP has the same form as every other error. */

const server = sharedServer()

async function send(bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  socket.end(Buffer.from(bytes, 'latin1'))
  await once(socket, 'close')
  return text
}

/**
 * As `send`, for a client that keeps its side of the connection open until the answer has arrived.
 */
async function ask(bytes: string): Promise<string> {
  const { hostname, port } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk
  })
  socket.write(bytes)
  await once(socket, 'close')
  return text
}

const request = (headers: string, path = '/api/v1/tokens') =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`

test.each([
  ['a header without a name', request(': x'), 400],
  ['a space before the colon', request('xc-token : x'), 400],
  ['a NUL in a header', request('xc-token: a\u0000b'), 400],
  ['two lengths', request('Content-Length: 1\r\nContent-Length: 2'), 400],
  ['another protocol', '\u0016\u0003\u0001\u0002\u0000', 400],
  ['headers of 20 KB', request(`x: ${'x'.repeat(20_000)}`), 431],
  ['an address of 20 KB', request('x: y', `/${'x'.repeat(20_000)}`), 431],
])('%s', async (_, bytes, status) => {
  const [head = '', body = ''] = (await send(bytes)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(head).toMatch(/^content-type: application\/problem\+json$/im)
  expect(head).toMatch(/^connection: close$/im)
  expect(head).toMatch(new RegExp(`^content-length: ${body.length}$`, 'im'))
  const problem = JSON.parse(body)
  expect(problem).toMatchObject({ status, code: 'input_invalid', msg: problem.detail })
})

test.each([
  ['an expectation that nobody knows', request('Expect: the-unexpected'), 417],
  ['no Host', 'GET /api/v1/tokens HTTP/1.1\r\n\r\n', 400],
  ['no Host, for verification', 'GET /api/v1/verify HTTP/1.1\r\n\r\n', 400],
])('%s: a problem, whole', async (_, bytes, status) => {
  const [head = '', body = ''] = (
    await ask(bytes.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
  ).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(head).toMatch(/^content-type: application\/problem\+json$/im)
  expect(JSON.parse(/\{.*\}/.exec(body)?.[0] ?? '')).toMatchObject({
    status,
    code: 'input_invalid',
  })
})

test('HTTP/1.0 without Host is answered: balancers check health by it', async () => {
  for (const path of ['/api/ready', '/api/health', '/sign-in'])
    expect(await ask(`GET ${path} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 (200|307) /)
})

test('a head of any size near the limit is answered, or refused with a problem', async () => {
  for (const path of ['/api/v1/auth/user/me', '/api/v1/verify', '/sign-in'])
    for (let size = 15_700; size <= 16_600; size += 60) {
      const text = await ask(request(`x: ${'x'.repeat(size)}\r\nConnection: close`, path))
      const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(text) ?? []
      expect([200, 307, 401, 431]).toContain(Number(status))
      if (status === '431') expect(text).toContain('"code":"input_invalid"')
    }
})

test('a fault after an answer leaves the answer whole', async () => {
  const { hostname, port } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    // The rest is sent only after the first answer has arrived whole.
    if (text === '') socket.write(request(': x'))
    text += chunk.toString('latin1')
  })
  socket.write(request('x: y', '/api/v1/verify'))
  await once(socket, 'close')
  expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    '401',
    '400',
  ])
  expect(text.match(/\{.*?\}/g)?.map((body) => JSON.parse(body).code)).toEqual([
    'credential_missing',
    'input_invalid',
  ])
})
