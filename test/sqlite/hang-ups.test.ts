import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { type Server, startServer } from '@/test/support/server'

/* Clients that connect, ask and hang up, from one address, keep nobody else from being answered. */

const loops = 16
const seconds = Number(process.env.JETON_TEST_HANG_UP_SECONDS ?? 6)

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

/** Asks and hangs up, until it is to stop. */
async function hangUp(request: string, until: number): Promise<void> {
  const { hostname, port } = new URL(server.address)
  while (performance.now() < until) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(request, () => socket.destroy())
      })
      socket.on('error', () => {})
      socket.once('close', () => resolve())
    })
  }
}

const openFiles = () => readdirSync(`/proc/${server.pid}/fd`).length

test('no honest request is refused, and files are closed again', async () => {
  const before = openFiles()
  const until = performance.now() + seconds * 1000
  const attack = Array.from({ length: loops }, (_, i) =>
    hangUp(attacks[i % attacks.length] as string, until),
  )
  const statuses: number[] = []
  while (performance.now() < until) {
    const headers = { 'xc-auth': authToken }
    const answers = [
      await call('GET', '/api/v1/auth/user/me', { headers }),
      await call('GET', '/api/v1/tokens', { headers }),
      await call('GET', '/sign-in'),
      await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } }),
    ]
    statuses.push(...answers.map(({ status }) => status))
  }
  await Promise.all(attack)
  expect(statuses.length).toBeGreaterThanOrEqual(5)
  expect(new Set(statuses)).toEqual(new Set([200]))
  // Kept connections to the app, at most, remain.
  await vi.waitUntil(() => openFiles() <= before + 20, { timeout: 20_000 })
})
