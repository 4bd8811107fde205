import { once } from 'node:events'
import { createServer, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entry } from '@/server/revocation-stream/event-text'
import { Receiver } from '@/server/revocation-stream/receiver'

/* One connection of a receiver, over a real socket. */

const server = createServer()
let address: string

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

/** Connects a client that reads nothing. */
async function connect() {
  const asked = request(address, { agent: false }).end()
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse]
  asked.on('response', (it) => it.pause()).on('error', () => {})
  const credential = { kind: 'api_token', token: 'x' } as const
  const receiver = new Receiver(response, { userId: 'user', credential })
  receiver.begin(new Headers())
  receiver.join({ sequence: 1, id: 'a' })
  return { receiver, response, asked }
}

const entry = (sequence: number, length: number): Entry => ({
  sequence,
  id: `row-${sequence}`,
  userId: null,
  text: 'x'.repeat(length),
})

test('a receiver that reads nothing is let go, and no more than the bound waits for it', async () => {
  const { receiver, response, asked } = await connect()
  const closed = once(response, 'close')
  const [length, bound] = [1_000, 2 ** 18]
  let longest = 0
  let sequence = 1
  while (receiver.isOpen) {
    sequence += 1
    receiver.send([entry(sequence, length)])
    if (receiver.isOpen) longest = Math.max(longest, response.writableLength)
    // The system takes as much as it can now.
    await new Promise(setImmediate)
  }
  await closed
  expect(longest).toBeGreaterThan(0)
  expect(longest).toBeLessThanOrEqual(bound)
  asked.destroy()
})

test('a receiver that has read nothing at three heartbeats is let go', async () => {
  const { receiver, response, asked } = await connect()
  let sequence = 1
  while (response.writableLength === 0) {
    sequence += 1
    receiver.send([entry(sequence, 10_000)])
    await new Promise(setImmediate)
  }
  receiver.heartbeat()
  receiver.heartbeat()
  expect(receiver.isOpen).toBe(true)
  receiver.heartbeat()
  expect(receiver.isOpen).toBe(false)
  asked.destroy()
})

test('it is sent each event once, and only those after the last', async () => {
  const { receiver, asked } = await connect()
  const heard = once(asked, 'response').then(async ([response]) => {
    let text = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    response.resume()
    await once(response, 'end')
    return text
  })
  const text = (sequence: number) => ({ ...entry(sequence, 0), text: `[${sequence}]` })
  receiver.send([text(1), text(2)])
  receiver.send([text(2), text(3), entry(4, 0)])
  expect(receiver.position).toMatchObject({ sequence: 4, id: 'row-4' })
  receiver.end()
  expect(await heard).toBe('retry: 1000\n\n[2][3]')
})
