import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { repetitions } from '@/test/support/extent'
import { type Server, startServer } from '@/test/support/server'

/*
 * Clients that connect, send a request and disconnect, from one address, prevent no other client
 * from being answered.
 */

const loops = 16
const seconds = repetitions(1, 4, 'JETON_TEST_HANG_UP_SECONDS')

let server: Server
let call: Call
let authToken: string
let token: string

beforeAll(async () => {
  server = await startServer()
  call = clientOf(server.address)
  ;({ authToken } = await signUp(call))
  ;({ token } = await createToken(call, authToken))
})
afterAll(() => server.stop())

const attacks = [
  'GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /api/v1/auth/user/me HTTP/1.1\r\nHost: x\r\nxc-token: x\r\n\r\n',
  'GET /account/tokens HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\nContent-Type: application/json\r\n\r\n{"name',
]

type Leave = (socket: Socket) => void

/** Sends a request and disconnects, again and again, until `over` is aborted. */
async function hangUp(request: string, leave: Leave, over: AbortSignal): Promise<void> {
  const { hostname, port } = new URL(server.address)
  while (!over.aborted) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(request, () => leave(socket))
      })
      socket.on('error', () => {}).resume()
      socket.once('close', () => resolve())
    })
  }
}

const openFiles = () => readdirSync(`/proc/${server.pid}/fd`).length

const leaving: [string, number, Leave][] = [
  ['close', 1, (socket) => socket.destroy()],
  ['reset', 1, (socket) => socket.resetAndDestroy()],
  ['pipeline two requests and close', 2, (socket) => socket.destroy()],
  ['pipeline two requests and reset', 2, (socket) => socket.resetAndDestroy()],
  ['pipeline forty requests and reset', 40, (socket) => socket.resetAndDestroy()],
  ['end only their own side', 2, (socket) => socket.end()],
]

test.each(leaving)(
  'clients that %s: no honest request is refused, and files are closed again',
  async (_, pipelined, leave) => {
    const before = openFiles()
    const over = new AbortController()
    const attack = Array.from({ length: loops }, (_, i) =>
      hangUp((attacks[i % attacks.length] as string).repeat(pipelined), leave, over.signal),
    )
    const start = performance.now()
    const statuses: number[] = []
    for (let round = 0; round < 3 || performance.now() < start + seconds * 1000; round += 1) {
      const headers = { 'xc-auth': authToken }
      const answers = [
        await call('GET', '/api/v1/auth/user/me', { headers }),
        await call('GET', '/api/v1/tokens', { headers }),
        await call('GET', '/sign-in'),
        await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } }),
      ]
      statuses.push(...answers.map(({ status }) => status))
    }
    over.abort()
    await Promise.all(attack)
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect((await call('GET', '/sign-in')).status).toBe(200)
    // At most the keep-alive connections to the app remain.
    await vi.waitUntil(() => openFiles() <= before + 20, { timeout: 20_000 })
  },
)
