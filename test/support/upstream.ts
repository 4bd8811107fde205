import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Duplex, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { listenOnLoopback } from '@/test/support/loopback'

/* The service behind a guard: it records exactly what it receives. */

export interface Seen {
  method: string
  url: string
  /** In their order and spelling, repeated ones included. */
  headers: [name: string, value: string][]
  bodyLength: number
  /** SHA-256 in hexadecimal. */
  bodyDigest: string
}

export interface Upstream {
  port: number
  /** @returns the requests that have arrived so far, including upgrades */
  seen: () => Seen[]
  /** @returns the number of connections that were made */
  connections: () => number
  stop: () => Promise<void>
}

export interface UpstreamAnswer {
  status: number
  body: string
}

const fine = (): UpstreamAnswer => ({ status: 200, body: 'the service' })

/**
 * Starts a service that gives every request the same answer, and echoes every byte on an upgraded
 * connection.
 */
export async function startUpstream(answer: () => UpstreamAnswer = fine): Promise<Upstream> {
  const seen: Seen[] = []
  let connections = 0
  const server = createServer(async (request, response) => {
    // A request whose body breaks off has arrived, too.
    const body = await buffer(request).catch(() => Buffer.alloc(0))
    seen.push(note(request, body))
    const { status, body: text } = answer()
    response.writeHead(status, { 'content-length': text.length }).end(text)
  })
  server.on('connection', () => {
    connections += 1
  })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    seen.push(note(request, Buffer.alloc(0)))
    upgraded.add(socket)
    acceptUpgrade(request, socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.close()
    server.closeAllConnections()
    for (const socket of upgraded) socket.destroy()
    await once(server, 'close')
  }
  const { port } = server.address() as AddressInfo
  return { port, seen: () => seen, connections: () => connections, stop }
}

/** Answers the handshake of RFC 6455, then echoes every byte. */
export function acceptUpgrade({ headers }: IncomingMessage, socket: Duplex): void {
  const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
  const accept = createHash('sha1')
    .update(`${headers['sec-websocket-key']}${magic}`)
    .digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  socket.on('error', () => socket.destroy())
  socket.pipe(socket)
}

/** Records a request of node:http. */
export function note(
  { method = '', url = '', rawHeaders }: IncomingMessage,
  body: Uint8Array,
): Seen {
  return { method, url, headers: pairs(rawHeaders), ...describeBody(body) }
}

export const describeBody = (body: Uint8Array) => ({
  bodyLength: body.length,
  bodyDigest: createHash('sha256').update(body).digest('hex'),
})

const pairs = (raw: string[]): [string, string][] =>
  raw.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name, raw[i + 1] ?? '']] : []))

/** Serves a handler of web Requests through node:http. */
export async function startHandler(
  handle: (request: Request) => Response | Promise<Response>,
): Promise<{ address: string; stop: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    const answer = await handle(toWebRequest(request))
    response.writeHead(answer.status, [...answer.headers].flat())
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  const { port, stop } = await listenOnLoopback(server)
  return { address: `http://127.0.0.1:${port}`, stop }
}

function toWebRequest(request: IncomingMessage): Request {
  const { method = 'GET', url = '/', rawHeaders } = request
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const body = hasBody ? (Readable.toWeb(request) as ReadableStream<Uint8Array>) : null
  const headers = new Headers(pairs(rawHeaders))
  return new Request(new URL(url, 'http://localhost'), { method, headers, body, ...duplex })
}

/** Request requires this for a body that is a stream. */
const duplex = { duplex: 'half' }
