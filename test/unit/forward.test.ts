import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { forwardTo } from '@/server/app-process/forward'
import { sendRaw } from '@/test/support/raw'

/* Requests and answers are forwarded unchanged, in both directions, as a stream. */

const folder = mkdtempSync(join(tmpdir(), 'jeton-forward-'))
const socketPath = join(folder, 'app.sock')
const servers: Server[] = []
/** The requests of one client that run at once. */
const placesOfOne = 12
/** Sufficient on a busy machine. */
const patience = { timeout: 20_000 }

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

async function listen(listener: RequestListener, where: string | number): Promise<Server> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(where)
  await once(server, 'listening')
  return server
}

/** @returns the address in front of a server with this listener */
async function inFrontOf(listener: RequestListener): Promise<string> {
  await listen(listener, socketPath)
  return front()
}

async function front(policy: BrowserPolicy = new Map()): Promise<string> {
  const handle = forwardTo({ socketPath: () => socketPath, repair: async () => {} })
  const server = await listen((request, response) => handle(request, response, policy, 'client'), 0)
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

test('headers arrive as they were sent: spelling, order, repeats; those of the connection do not', async () => {
  let received: string[] = []
  const address = await inFrontOf((request, response) => {
    received = request.rawHeaders
    response
      .writeHead(299, 'Very well', [
        'Set-Cookie',
        'a=1',
        'X-Odd',
        'é',
        'Set-Cookie',
        'b=2',
        'Keep-Alive',
        'no',
      ])
      .end()
  })
  const { text } = await sendRaw(address, {
    path: '/a//b?c=%00',
    headers: [
      ['xC-ToKeN', 'one'],
      ['XC-Token', 'two'],
      ['Keep-Alive', '5'],
      ['TE', 'trailers'],
    ],
  })
  expect(received.slice(0, 6)).toEqual([
    'Host',
    new URL(address).host,
    'xC-ToKeN',
    'one',
    'XC-Token',
    'two',
  ])
  expect(received.join()).not.toMatch(/TE|trailers/)
  expect(text).toMatch(
    /^HTTP\/1\.1 299 Very well\r\nSet-Cookie: a=1\r\nX-Odd: é\r\nSet-Cookie: b=2\r\n/,
  )
  expect(text).not.toContain('Keep-Alive: no')
})

test('bodies arrive whole, and of one that is too large as much as shows that', async () => {
  const address = await inFrontOf((request, response) => request.pipe(response))
  const limit = 64 * 1024
  for (const size of [0, 1, limit, limit + 1, 5_000_000]) {
    const body = Buffer.alloc(size, 'abcdefg')
    for (const sent of [body, new Blob([body]).stream()]) {
      const answer = await fetch(address, {
        method: 'POST',
        body: sent,
        duplex: 'half',
      } as RequestInit)
      expect(Buffer.from(await answer.arrayBuffer()).equals(body.subarray(0, limit + 1))).toBe(true)
    }
  }
})

test('large answers arrive whole', async () => {
  const body = Buffer.alloc(5_000_000, 'abcdefg')
  const address = await inFrontOf((_, response) => response.end(body))
  expect(Buffer.from(await (await fetch(address)).arrayBuffer()).equals(body)).toBe(true)
})

test('the app never hears of a request whose client has gone before its turn', async () => {
  const heard: string[] = []
  const waiting: (() => void)[] = []
  const address = await inFrontOf(({ url = '' }, response) => {
    heard.push(url)
    waiting.push(() => response.end('well'))
  })
  const running = Array.from({ length: 12 }, (_, i) => fetch(`${address}/first/${i}`))
  await vi.waitUntil(() => heard.length === 12, patience)
  const gone = Array.from({ length: 50 }, (_, i) =>
    request(`${address}/gone/${i}`)
      .on('error', () => {})
      .end(),
  )
  const last = fetch(`${address}/last`)
  await Promise.all(gone.map((client) => once(client, 'socket')))
  await vi.waitUntil(() => gone.every(({ socket }) => socket && !socket.connecting), patience)
  for (const client of gone) client.destroy()
  const connections = promisify(
    servers.at(-1)?.getConnections.bind(servers.at(-1)) as Server['getConnections'],
  )
  await vi.waitUntil(async () => (await connections()) === 13, patience)
  for (const end of waiting.splice(0)) end()
  await vi.waitUntil(() => heard.includes('/last'), patience)
  for (const end of waiting) end()
  await Promise.all([...running, last].map(async (answer) => (await answer).text()))
  expect(heard.filter((url) => url.startsWith('/gone'))).toEqual([])
})

test('a socket that was removed is made again, and no request fails for it', async () => {
  await listen((_, response) => response.end('well'), socketPath)
  const repair = vi.fn(async () => {
    await listen((_, response) => response.end('well'), `${socketPath}.2`)
  })
  const path = () => (repair.mock.calls.length > 0 ? `${socketPath}.2` : `${socketPath}.gone`)
  const handle = forwardTo({ socketPath: path, repair })
  const server = await listen(
    (request, response) => handle(request, response, new Map(), 'client'),
    0,
  )
  const answer = await fetch(`http://localhost:${(server.address() as AddressInfo).port}`, {
    method: 'POST',
    body: 'body',
  })
  expect(await answer.text()).toBe('well')
  expect(repair).toHaveBeenCalledOnce()
})

test('a head does not wait for its body, nor one part for the next', async () => {
  let finish = () => {}
  const address = await inFrontOf((_, response) => {
    response.writeHead(200).flushHeaders()
    finish = () => response.end('last')
  })
  const answer = await fetch(address)
  expect(answer.status).toBe(200)
  finish()
  expect(await answer.text()).toBe('last')
})

test.each([
  ['HEAD', 200, '1000'],
  ['GET', 204, null],
  ['GET', 304, null],
])('%s answered with %i has no body to wait for', async (method, status, length) => {
  const address = await inFrontOf((_, response) => {
    response.writeHead(status, length === null ? {} : { 'content-length': length }).end()
  })
  const answer = await fetch(address, { method })
  expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
    status,
    length,
    '',
  ])
})

test('an answer that comes before the body has been sent arrives, and the connection stays', async () => {
  const address = await inFrontOf((_, response) => response.writeHead(401).end('no'))
  for (let i = 0; i < 5; i += 1) {
    const answer = await fetch(address, { method: 'POST', body: Buffer.alloc(3_000_000) })
    expect([answer.status, await answer.text()]).toEqual([401, 'no'])
  }
})

test('a client that goes away ends its request behind it too', async () => {
  const closed = vi.fn()
  const address = await inFrontOf((_, response) => {
    response.writeHead(200).write('first')
    response.on('close', closed)
  })
  const client = request(address).end()
  const [answer] = await once(client, 'response')
  await once(answer, 'data')
  client.destroy()
  await vi.waitUntil(() => closed.mock.calls.length === 1, patience)
})

test('a client that went away before its answer leaves its place to others', async () => {
  const waiting: (() => void)[] = []
  const address = await inFrontOf(({ url }, response) => {
    if (url === '/next') response.end('well')
    else waiting.push(() => response.end('late'))
  })
  const front = servers.at(-1) as Server
  const connections = promisify(front.getConnections.bind(front))
  const gone = Array.from({ length: placesOfOne }, () => request(address).on('error', () => {}))
  for (const client of gone) client.end()
  await vi.waitUntil(() => waiting.length === placesOfOne, patience)
  for (const client of gone) client.destroy()
  await vi.waitUntil(async () => (await connections()) === 0, patience)
  for (const answer of waiting) answer()
  const next = await fetch(`${address}/next`, { signal: AbortSignal.timeout(patience.timeout) })
  expect(await next.text()).toBe('well')
})

test('an answer that breaks off breaks off in front too', async () => {
  const address = await inFrontOf((_, response) => {
    response.writeHead(200, { 'content-length': '10' }).write('half')
    setImmediate(() => response.destroy())
  })
  await expect(fetch(address).then((answer) => answer.arrayBuffer())).rejects.toThrow()
})

test('nobody behind it: 503, and no waiting', async () => {
  const client = request(`${await front()}/`, { method: 'POST' })
  client.end('body')
  const [answer] = await once(client, 'response')
  expect(answer.statusCode).toBe(503)
  expect(JSON.parse((await buffer(answer)).toString()).code).toBe('unavailable')
})

test('a header about trailers that never come is not handed on, and harms nobody', async () => {
  const address = await inFrontOf((_, response) => response.end('well'))
  const { status, text } = await sendRaw(address, {
    path: '/',
    headers: [['Trailer', 'x-checksum']],
  })
  expect([status, text.endsWith('well')]).toEqual([200, true])
})

test('of requests that one client sends at once, one at a time is handed on, and all are answered in order', async () => {
  const count = 100
  let underWay = 0
  let atMost = 0
  const address = await inFrontOf(async ({ url }, response) => {
    underWay += 1
    atMost = Math.max(atMost, underWay)
    await turn()
    underWay -= 1
    response.end(url)
  })
  const { hostname, port, host } = new URL(address)
  const socket = connect(Number(port), hostname)
  const last = `Host: ${host}\r\nConnection: close\r\n\r\n`
  const requests = Array.from(
    { length: count },
    (_, i) => `GET /${i} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  )
  socket.write(`${requests.join('')}POST /body HTTP/1.1\r\nContent-Length: 4\r\n${last}`)
  socket.write('body')
  const text = (await buffer(socket)).toString()
  const bodies = text.match(/(?<=\r\n)\/(?:\d+|body)/g)
  expect(bodies).toEqual([...requests.map((_, i) => `/${i}`), '/body'])
  expect(atMost).toBe(1)
})

test('a client that sends more at once than any would is hung up on, and nobody else', async () => {
  let handedOn = 0
  const address = await inFrontOf(async (_, response) => {
    handedOn += 1
    await turn()
    response.end()
  })
  const { hostname, port, host } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const many = `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(1_500)
  const flood = () => socket.write(many, () => socket.destroyed || flood())
  flood()
  await closed
  expect(handedOn).toBeLessThan(200)
  expect((await fetch(address)).status).toBe(200)
})
