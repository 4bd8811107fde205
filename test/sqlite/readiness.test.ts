import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Call, clientOf } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/* Readiness is accurate: a sender that follows it sends no request in vain. */

let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer()
  call = clientOf(server.address)
})
afterAll(() => server.stop())

const ready = () => call('GET', '/api/ready')

test('ready with every migration; not without one, not without the database, and ready again', async () => {
  expect((await ready()).status).toBe(200)
  const rename = (from: string, to: string) =>
    changeDatabase(server, `ALTER TABLE "${from}" RENAME TO "${to}"`)
  await changeDatabase(server, 'UPDATE _prisma_migrations SET finished_at = NULL')
  expectProblem(await ready(), 503, 'unavailable')
  await changeDatabase(server, 'UPDATE _prisma_migrations SET finished_at = started_at')
  expect((await ready()).status).toBe(200)
  await rename('_prisma_migrations', 'elsewhere')
  expectProblem(await ready(), 503, 'unavailable')
  await rename('elsewhere', '_prisma_migrations')
  const file = join(server.dataDir, 'jeton.db')
  renameSync(file, `${file}.away`)
  expectProblem(await ready(), 503, 'unavailable')
  expect((await call('GET', '/api/health')).status).toBe(200)
  renameSync(`${file}.away`, file)
  await vi.waitUntil(async () => (await ready()).status === 200)
})

test('while it stops it is not ready, and says so to whoever is still connected', async () => {
  const { hostname, port, host } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk
  })
  await new Promise((sent) => socket.write(`GET /api/ready HTTP/1.1\r\nHost: ${host}\r\n`, sent))
  await ready()
  const stopped = server.stop()
  await vi.waitUntil(() =>
    ready().then(
      () => false,
      () => true,
    ),
  )
  socket.write('\r\n')
  await once(socket, 'close')
  expect(text).toMatch(/^HTTP\/1\.1 503 /)
  expect(text).toContain('The server is stopping.')
  expect(text).toMatch(/^connection: close/im)
  expect(await stopped).toBe(0)
})

test('after the signal everything is answered for as long as the setting says, and readiness is 503; another signal ends that', async () => {
  const slow = await startServer({ JETON_STOP_DELAY: '1h' })
  const ask = clientOf(slow.address)
  expect((await ask('GET', '/api/ready')).status).toBe(200)
  const from = performance.now()
  const stopped = slow.stop()
  await vi.waitUntil(async () => (await ask('GET', '/api/ready')).status === 503, {
    timeout: 10_000,
  })
  for (const path of ['/api/health', '/sign-up']) expect((await ask('GET', path)).status).toBe(200)
  expect((await ask('GET', '/api/v1/verify')).status).toBe(401)
  // Signals within the first second count as one request, because a supervisor may signal every
  // process.
  while (performance.now() - from < 1_100) await ask('GET', '/api/health')
  process.kill(slow.pid, 'SIGTERM')
  expect(await stopped).toBe(0)
})

test('idle connections are kept for longer than the usual proxies keep them', async () => {
  const own = await startServer({ JETON_KEEP_ALIVE: '3m' })
  const { hostname, port, host } = new URL(own.address)
  const socket = connect(Number(port), hostname)
  socket.write(`GET /api/health HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  const [answer] = await once(socket, 'data')
  expect(answer.toString()).toMatch(/^keep-alive: timeout=180\r$/im)
  socket.destroy()
  await own.stop()
})
