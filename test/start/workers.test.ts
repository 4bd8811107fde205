import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { Hammer } from '@/test/support/hammer'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import {
  cleanEnvironment,
  makeDataDir,
  makePreparedDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/* WEB_CONCURRENCY: several processes on one port. */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call
let token: string

beforeAll(async () => {
  server = await startServer({ JETON_DATA_DIR: dataDir, WEB_CONCURRENCY: '3' })
  call = clientOf(server.address)
  token = (await createToken(call, (await signUp(call)).authToken)).token
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

function workers(parent = server.pid): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
  const processes = lines.map((line) => line.trim().split(/\s+/).map(Number))
  return processes.filter(([, ppid]) => ppid === parent).map(([pid]) => pid as number)
}

test('one that dies is replaced, and the others go on', async () => {
  const before = workers()
  expect(before).toHaveLength(3)
  for (const victim of before.slice(0, 2)) process.kill(victim, 'SIGKILL')
  await vi.waitUntil(() => workers().filter((pid) => !before.includes(pid)).length === 2, {
    timeout: 20_000,
  })
  await vi.waitUntil(async () => (await answers(50)).every((status) => status === 200), {
    timeout: 20_000,
  })
  expect(server.output()).toMatch(/Worker \d+ ended \(SIGKILL\)\. Another takes its place\./)
})

test('a client whose connection it had not taken yet is told so, and does not wait for good', async () => {
  const [victim] = workers() as [number]
  // The stopped worker is offered connections in its turn and never accepts one.
  process.kill(victim, 'SIGSTOP')
  const statuses: (number | undefined)[] = []
  const request = { path: '/api/v1/verify', headers: [['xc-token', token]] as RawHeader[] }
  const asked = Array.from({ length: 6 }, async () => {
    const answer = await sendRaw(server.address, request).catch(() => undefined)
    statuses.push(answer?.status)
  })
  await vi.waitUntil(() => statuses.length >= 4, { timeout: 60_000 })
  process.kill(victim, 'SIGKILL')
  await Promise.all(asked)
  // Each request was answered or disconnected: none still waits.
  expect(statuses).toHaveLength(6)
  expect(statuses.filter((status) => status !== 200 && status !== undefined)).toEqual([])
})

/**
 * Sends each request on its own connection, so that every worker receives some.
 * @returns the statuses; null for a request that failed
 */
async function answers(count: number): Promise<(number | null)[]> {
  const ask = () =>
    call('GET', '/api/v1/verify', { headers: { 'xc-token': token, connection: 'close' } }).then(
      ({ status }) => status,
      () => null,
    )
  return Promise.all(Array.from({ length: count }, ask))
}

test('a stop under load answers what is under way, counts every use, and ends well', async () => {
  await vi.waitUntil(() => workers().length === 3, { timeout: 20_000 })
  const { authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const hammer = await Hammer.connect(server.address, 32)
  // Every worker has received many requests, and is receiving more.
  await hammer.askAll(Array(1_000).fill(`xc-token: ${token}`).values())
  const asking = hammer.askUntilClosed(`xc-token: ${token}`)
  expect(await server.stop()).toBe(0)
  const statuses = await asking
  server = await startServer({ JETON_DATA_DIR: dataDir, WEB_CONCURRENCY: '2' })
  call = clientOf(server.address)
  expect(Object.keys(statuses)).toEqual(['200'])
  const used = await call('GET', '/api/v1/tokens', { headers: { 'xc-auth': authToken } })
  expect(used.body.list[0].use_count).toBe(1_000 + (statuses[200] ?? 0))
})

test('a stop in the middle of a start ends well, without a word', async () => {
  const newDataDir = makeDataDir()
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: cleanEnvironment({ JETON_DATA_DIR: newDataDir, WEB_CONCURRENCY: '2' }),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  await vi.waitUntil(() => workers(child.pid).length === 2, { timeout: 20_000, interval: 5 })
  child.kill()
  expect(await once(child, 'close')).toEqual([0, null])
  expect(output).not.toMatch(/error/i)
  removeDataDir(newDataDir)
})

test('workers do not outlive the process that started them', async () => {
  const left = workers()
  await server.stop('SIGKILL')
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  await vi.waitUntil(() => !left.some(isAlive), { timeout: 10_000 })
})
