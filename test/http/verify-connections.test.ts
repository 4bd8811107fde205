import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { repetitions } from '@/test/support/extent'
import { Hammer } from '@/test/support/hammer'
import { type Server, startServer } from '@/test/support/server'

/*
 * Clients that are slow, pipelining, malicious or numerous: each is answered or disconnected, and
 * none leaks resources.
 */

let server: Server
let token: string

beforeAll(async () => {
  server = await startServer()
  const call = clientOf(server.address)
  token = (await createToken(call, (await signUp(call)).authToken)).token
})
afterAll(() => server?.stop())

async function open(): Promise<{ socket: Socket; received: () => string }> {
  const { hostname, port } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  return { socket, received: () => text }
}

const request = (credential: string, more = '') =>
  `GET /api/v1/verify HTTP/1.1\r\nHost: x\r\n${credential}\r\n${more}\r\n`

const statusesOf = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))

test('requests that are sent without waiting are answered in their order', async () => {
  const { socket, received } = await open()
  const good = request(`xc-token: ${token}`)
  // Well-formed, so that its signature is verified, which takes time.
  const slow = request(
    `xc-auth: ${Buffer.from('{"alg":"EdDSA"}').toString('base64url')}.e30.${'A'.repeat(86)}`,
  )
  const bad = request('xc-token: bad')
  socket.write(
    (good + bad + slow).repeat(100) + request(`xc-token: ${token}`, 'Connection: close\r\n'),
  )
  await once(socket, 'close')
  expect(statusesOf(received())).toEqual([
    ...Array.from({ length: 100 }, () => [200, 401, 401]).flat(),
    200,
  ])
})

test('a request that comes byte by byte is answered when it is whole', async () => {
  const { socket, received } = await open()
  const closed = once(socket, 'close')
  for (const character of request(`xc-token: ${token}`, 'Connection: close\r\n')) {
    socket.write(character)
    await setTimeout(1)
  }
  await closed
  expect(statusesOf(received())).toEqual([200])
})

test('half a request, and a client that hangs up in the middle of it, cost nobody anything', async () => {
  const half = await Promise.all(Array.from({ length: 50 }, open))
  for (const { socket } of half) socket.write('GET /api/v1/verify HTTP/1.1\r\nHost: x\r\nxc-tok')
  const whole = await Promise.all(Array.from({ length: 50 }, open))
  for (const { socket } of whole) {
    socket.write(request(`xc-token: ${token}`))
    socket.destroy()
  }
  const { socket, received } = await open()
  socket.write(request(`xc-token: ${token}`, 'Connection: close\r\n'))
  await once(socket, 'close')
  expect(statusesOf(received())).toEqual([200])
  for (const { socket } of half) socket.destroy()
  expect(server.output()).not.toMatch(/error/i)
})

test.each([
  ['a body that it announces and never sends', 'POST', 'Content-Length: 1000\r\n'],
  ['a chunked body that never ends', 'POST', 'Transfer-Encoding: chunked\r\n'],
  ['a body that it offers to send', 'PUT', 'Content-Length: 1000\r\nExpect: 100-continue\r\n'],
])('%s is not waited for', async (_, method, headers) => {
  const { socket, received } = await open()
  socket.write(request(`xc-token: ${token}`, headers).replace('GET', method))
  await vi.waitUntil(() => statusesOf(received()).at(-1) === 200, { timeout: 10_000 })
  socket.destroy()
})

test.each([
  ['no Host', () => 'GET /api/v1/verify HTTP/1.1\r\n\r\n'],
  ['two lengths', () => request('xc-token: x', 'Content-Length: 1\r\nContent-Length: 2\r\n')],
  [
    'a length and chunks',
    () => request('xc-token: x', 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n'),
  ],
  ['a bare line feed in a header', () => request('xc-token: a\nRemote-User: root')],
  ['a header without a name', () => request(': x')],
  ['a space before the colon', () => request(`xc-token : ${token}`)],
  ['a folded header', () => request(`xc-token:\r\n ${token}`)],
  ['another protocol', () => '\u0016\u0003\u0001\u0002\u0000'],
])('%s is refused or let go, and is never a yes', async (_, bytes) => {
  const { socket, received } = await open()
  socket.end(Buffer.from(bytes(), 'latin1'))
  await once(socket, 'close')
  for (const status of statusesOf(received())) expect([400, 401]).toContain(status)
})

/** `npm run soak` sends many more, for as long as it is told to. */
const badTokens = repetitions(30_000, 100_000)

test(`${badTokens} different bad tokens leave the memory where it was`, async () => {
  const hammer = await Hammer.connect(server.address)
  const bad = function* (count: number) {
    for (let i = 0; i < count; i += 1) {
      yield `xc-token: ${i % 2 === 0 ? makeApiTokenSecret(randomBytes) : `jtn_${'x'.repeat(30)}${i}`}`
    }
  }
  // Memory that any load takes: compiled code, buffers, the headroom of the garbage collector.
  await hammer.askAll(bad(badTokens / 2))
  const before = residentMegabytes()
  const growths: number[] = []
  // A leak makes memory grow in every round; a late garbage collection does so once and makes up
  // for it.
  do {
    expect(await hammer.askAll(bad(badTokens))).toEqual({ 401: badTokens })
    growths.push(residentMegabytes() - before)
  } while (growths.length < 5 && (growths.at(-1) ?? 0) >= 20)
  hammer.close()
  expect(growths.at(-1), `${growths} MB`).toBeLessThan(20)
})

/** @returns the memory that the server has in use */
function residentMegabytes(): number {
  return (
    Number(execFileSync('ps', ['-o', 'rss=', '-p', `${server.pid}`], { encoding: 'utf8' })) / 1024
  )
}
