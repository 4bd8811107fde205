import { once } from 'node:events'
import { copyFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test, vi } from 'vitest'
import { type Call, callerOf, clientOf, createToken, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { repetitions } from '@/test/support/extent'
import { newMember, newOwner, peopleAs } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { receive } from '@/test/support/receiver'
import { roam } from '@/test/support/roamer'
import {
  freePort,
  makePreparedDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/* The revocation stream on one machine: several processes, receivers that do not read, a stop. */

async function serviceHeaders(server: Server, call: Call) {
  const people = peopleAs(call, await newOwner(server, call))
  const machine = { kind: 'machine', display_name: 'Gate', role: 'service' }
  const { id } = (await people.post('', machine)).body
  return { 'xc-token': (await people.post(`/${id}/token`, { name: 'gate' })).body.token as string }
}

async function deleteNewToken(call: Call, authToken: string): Promise<void> {
  const { id } = await createToken(call, authToken)
  await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })
}

/** Of a thousand events: some 16 MB. */
const maxRounds = 60

/** Adds revocations, in one commit. */
const addRevocations = (server: Server, userId: string, count: number) =>
  changeDatabase(
    server,
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
     INSERT INTO "Activity" ("id", "at", "userId", "email", "action", "credential", "address", "userAgent", "detail")
     SELECT lower(hex(randomblob(18))), '2099-01-01T00:00:00.000+00:00', ?, 'a@example.com', 'all_sessions_ended', 'session', '', '', '{}' FROM n`,
    { parameters: [userId] },
  )

/** @returns a function that returns how many receivers a server has, in all of its processes */
function receiversAt(port: number): () => Promise<number> {
  const call = callerOf(`http://127.0.0.1:${port}`)
  return async () => {
    const { text } = await call('GET', '/metrics', { headers: { connection: 'close' } })
    return Number(/^jeton_revocation_receivers (\d+)$/m.exec(text)?.[1])
  }
}

test('every process sends what any has done, once and in order', async () => {
  const metricsPort = await freePort()
  const server = await startServer({ WEB_CONCURRENCY: '3', JETON_METRICS_PORT: `${metricsPort}` })
  const call = clientOf(server.address)
  const headers = await serviceHeaders(server, call)
  const before = await receive(server.address, headers)
  const roamers = await Promise.all(
    [1, 2, 5, 10, 1_000, 1_000].map((stay) => roam([server.address], headers, stay)),
  )
  const receivers = receiversAt(metricsPort)
  expect(await receivers()).toBe(7)
  const { authToken } = await signUp(call)
  for (let i = 0; i < repetitions(20, 300); i += 1) await deleteNewToken(call, authToken)
  const rows = await askDatabase(
    server,
    `SELECT "sequence" || '.' || "id" AS "event" FROM "Activity" WHERE "action" = 'token_deleted' ORDER BY "sequence"`,
  )
  const expected = rows.map(({ event }) => String(event))
  for (const roamer of roamers) {
    await roamer.finish(expected.at(-1) ?? '')
    expect(roamer.events().map(({ id }) => id)).toEqual(expected)
  }
  before.cut()
  await vi.waitUntil(async () => (await receivers()) === 0, 120_000)
  await server.stop()
})

test('a receiver that reads nothing is let go, and the others hear everything', async () => {
  const metricsPort = await freePort()
  const server = await startServer({ JETON_METRICS_PORT: `${metricsPort}` })
  const call = clientOf(server.address)
  const headers = await serviceHeaders(server, call)
  const good = await receive(server.address, headers)
  const { hostname, port, host } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.pause().on('error', () => {})
  socket.write(
    `GET /api/v1/revocations HTTP/1.0\r\nHost: ${host}\r\nxc-token: ${headers['xc-token']}\r\n\r\n`,
  )
  const receivers = receiversAt(metricsPort)
  await vi.waitUntil(async () => (await receivers()) === 2, 120_000)
  // Until it is more than the system keeps for a connection.
  const { id: userId } = await newMember(call)
  let rounds = 0
  for (; rounds < maxRounds && (await receivers()) === 2; rounds += 1) {
    await addRevocations(server, userId, 1_000)
    await vi.waitUntil(() => good.events().length === (rounds + 1) * 1_000, 120_000)
  }
  await vi.waitUntil(async () => (await receivers()) === 1, 120_000)
  socket.destroy()
  good.cut()
  await server.stop()
})

test('who reads hears thousands of revocations of one commit, also who comes back after them', async () => {
  const server = await startServer()
  const call = clientOf(server.address)
  const headers = await serviceHeaders(server, call)
  const { id: userId } = await newMember(call)
  const receivers = await Promise.all([1, 2, 3].map(() => receive(server.address, headers)))
  const from = receivers[0]?.lastId() ?? ''
  await addRevocations(server, userId, 3_000)
  receivers.push(await receive(server.address, headers, from))
  const rows = await askDatabase(
    server,
    `SELECT "sequence" || '.' || "id" AS "event" FROM "Activity" WHERE "action" = 'all_sessions_ended' ORDER BY "sequence"`,
  )
  const expected = rows.map(({ event }) => event)
  for (const receiver of receivers) {
    await receiver.until(({ id }) => id === expected.at(-1))
    expect(receiver.events().map(({ id }) => id)).toEqual(expected)
    receiver.cut()
  }
  await server.stop()
})

test('a stop ends streams at once, before the delay, and refuses new ones', async () => {
  const server = await startServer({ JETON_STOP_DELAY: '60s' })
  const call = clientOf(server.address)
  const headers = await serviceHeaders(server, call)
  const receivers = await Promise.all([1, 2, 3].map(() => receive(server.address, headers)))
  process.kill(server.pid, 'SIGTERM')
  await Promise.all(receivers.map(({ ended }) => ended))
  // Whole: a proxy in front sees no error.
  expect(receivers.every(({ response }) => response.complete)).toBe(true)
  expectProblem(await call('GET', '/api/v1/revocations', { headers }), 503, 'unavailable')
  // Everything else is still answered.
  expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(200)
  await server.stop('SIGKILL')
})

test('after a restore, a stream that goes on begins with a reset', async () => {
  const dataDir = makePreparedDataDir()
  const start = () => startServer({ JETON_DATA_DIR: dataDir })
  const file = join(dataDir, 'jeton.db')
  let server = await start()
  const headers = await serviceHeaders(server, clientOf(server.address))
  const { authToken } = await signUp(clientOf(server.address))
  const backup = new Database(file)
  backup.exec(`VACUUM INTO '${file}.copy'`)
  backup.close()
  const before = await receive(server.address, headers)
  await deleteNewToken(clientOf(server.address), authToken)
  const { id } = await before.until(({ event }) => event === 'revocation')
  await server.stop()
  for (const journal of ['-wal', '-shm']) rmSync(file + journal, { force: true })
  copyFileSync(`${file}.copy`, file)
  server = await start()
  const restored = await receive(server.address, headers, id)
  expect(restored.heard[0]).toMatchObject({ event: 'reset', data: { reason: 'unknown_id' } })
  // Also once there is a row of the same number again.
  for (let i = 0; i < 3; i += 1) await deleteNewToken(clientOf(server.address), authToken)
  const again = await receive(server.address, headers, id)
  expect(again.heard[0]?.event).toBe('reset')
  await server.stop()
  removeDataDir(dataDir)
})

test('what an answer of HTTP/1.0 says is the same, without chunks', async () => {
  const server = await startServer()
  const call = clientOf(server.address)
  const headers = await serviceHeaders(server, call)
  const { hostname, port, host } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  socket.write(
    `GET /api/v1/revocations HTTP/1.0\r\nHost: ${host}\r\nxc-token: ${headers['xc-token']}\r\n\r\n`,
  )
  await vi.waitUntil(() => text.includes('event: heartbeat'), 60_000)
  const [head = '', body = ''] = text.split('\r\n\r\n')
  expect(head.toLowerCase()).not.toContain('transfer-encoding')
  expect(body).toMatch(/^retry: \d+\n\nevent: heartbeat\nid: \d+\.[0-9a-f-]{36}\ndata: \{\}\n\n/)
  socket.destroy()
  await server.stop()
})
