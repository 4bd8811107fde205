import { once } from 'node:events'
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { inTurn } from '@/server/pipelining'

/* Pipelined requests run one after the other, and none runs for a client that has disconnected. */

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** @returns the paths of the requests that have started, and a connection to their server */
async function pipeline(count: number) {
  const started: string[] = []
  const first: ServerResponse[] = []
  const server = createServer((request, response) =>
    inTurn(request, response, () => {
      started.push(request.url ?? '')
      if (started.length === 1) first.push(response)
      else response.end()
    }),
  )
  servers.push(server)
  const accepted = once(server.listen(0, '127.0.0.1'), 'connection') as Promise<[Socket]>
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const requests = Array.from({ length: count }, (_, i) => `GET /${i} HTTP/1.1\r\nHost: x\r\n\r\n`)
  client.on('error', () => {}).write(requests.join(''))
  const [socket] = await accepted
  while (started.length === 0) await new Promise(setImmediate)
  return { started, client, socket, first: first[0] as ServerResponse }
}

const closed = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (socket.closed) resolve()
    else socket.once('close', () => resolve())
  })

test('they run in order, each after the answer before it', async () => {
  const { started, client, first } = await pipeline(3)
  expect(started).toEqual(['/0'])
  first.end()
  let received = ''
  for await (const chunk of client) {
    received += chunk
    if (received.split('HTTP/1.1 200').length === 4) break
  }
  expect(started).toEqual(['/0', '/1', '/2'])
})

test('a disconnect is noticed while requests wait, and those never start', async () => {
  const { started, client, socket, first } = await pipeline(3)
  client.resetAndDestroy()
  await closed(socket)
  first.end()
  await new Promise(setImmediate)
  expect(started).toEqual(['/0'])
})

test('a response that is given a closed connection does not start', async () => {
  const { socket, client, first } = await pipeline(1)
  const request = new IncomingMessage(socket)
  const response = new ServerResponse(request)
  let isStarted = false
  inTurn(request, response, () => {
    isStarted = true
  })
  client.destroy()
  await closed(socket)
  first.detachSocket(socket)
  response.assignSocket(socket)
  expect(isStarted).toBe(false)
})
