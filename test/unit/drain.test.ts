import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { drain } from '@/server/drain'

test('a connection that waits to be accepted when a server drains is answered', async () => {
  const server = createServer((_, response) => response.end('answered')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const asked = once(request({ port, host: '127.0.0.1', agent: false }).end(), 'response')
  // The system has established the connection, and the event loop has not seen it yet.
  await new Promise(process.nextTick)
  const drained = drain(server)
  const [response] = await asked
  expect(response.statusCode).toBe(200)
  response.resume()
  await drained
})
