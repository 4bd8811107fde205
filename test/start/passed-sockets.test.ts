import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { type OutgoingHttpHeaders, request } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { type Activated, startActivated } from '@/test/support/activated'
import { activityOf } from '@/test/support/activity'
import { clientOf, createToken, signUp } from '@/test/support/client'
import {
  cleanEnvironment,
  makePreparedDataDir,
  removeDataDir,
  startServer,
} from '@/test/support/server'

/* Socket activation: the sockets outlive the server. */

const folder = mkdtempSync(join(tmpdir(), 'jeton-passed-'))
const path = join(folder, 'jeton.sock')
let activated: Activated

afterEach(async () => {
  await activated?.stop()
  rmSync(path, { force: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Sends a request on a connection of its own. */
async function get(
  to: { port: string } | { socketPath: string },
  target: string,
  headers: OutgoingHttpHeaders = {},
): Promise<number> {
  const sent = request({ ...to, path: target, headers, agent: false }).end()
  const [response] = await once(sent, 'response')
  await text(response)
  return response.statusCode
}

const portOf = ({ address }: Activated) => ({ port: new URL(address).port })

const childrenOf = (pid: number) =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child as number)

/**
 * Asks on new connections until `work` has ended.
 * @returns the number of answers by status, or by the error of a request without one
 */
async function askDuring(work: () => Promise<void>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  let isOver = false
  const ask = async () => {
    while (!isOver) {
      const status = await get(portOf(activated), '/api/v1/verify').catch((error) => error.code)
      counts[status] = (counts[status] ?? 0) + 1
    }
  }
  const asking = Promise.all(Array.from({ length: 8 }, ask))
  await work()
  isOver = true
  await asking
  return counts
}

async function restart(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const before = activated.starts().length
  process.kill(activated.starts().at(-1) as number, signal)
  await vi.waitUntil(() => activated.starts().length > before, { timeout: 60_000 })
  await activated.ready()
}

test.each(['1', '2'])(
  'a restart of %s processes refuses nobody: they wait, the first ones too',
  async (processes) => {
    activated = await startActivated({ WEB_CONCURRENCY: processes })
    // The first start is still under way.
    expect(await get(portOf(activated), '/api/v1/verify')).toBe(401)
    await activated.ready()
    const counts = await askDuring(async () => {
      for (let i = 0; i < 2; i += 1) await restart()
    })
    expect(Object.keys(counts)).toEqual(['401'])
    expect(activated.ends()).toEqual([0, 0])
    expect(activated.output()).toContain(
      `Jeton is ready at http://localhost:${portOf(activated).port}`,
    )
  },
)

test('workers share the sockets, replace each other, and leave them when none is left', async () => {
  activated = await startActivated({ WEB_CONCURRENCY: '2' }, [path])
  await activated.ready()
  const [primary] = activated.starts() as [number]
  const [victim] = childrenOf(primary) as [number]
  process.kill(victim, 'SIGKILL')
  await vi.waitUntil(() => /Another takes its place/.test(activated.output()), { timeout: 20_000 })
  expect(await get(portOf(activated), '/api/v1/verify')).toBe(401)
  expect(await get({ socketPath: path }, '/api/v1/verify')).toBe(401)
  await vi.waitUntil(() => childrenOf(primary).length === 2, { timeout: 20_000 })
  for (const worker of childrenOf(primary)) process.kill(worker, 'SIGKILL')
  await vi.waitUntil(() => activated.starts().length === 2, { timeout: 60_000 })
  expect(await get({ socketPath: path }, '/api/v1/verify')).toBe(401)
  expect(activated.ends()).toEqual([1])
})

test('who comes by a passed Unix socket is a trusted proxy, and by a passed port is not', async () => {
  activated = await startActivated({}, [path])
  await activated.ready()
  const call = clientOf(activated.address.replace('127.0.0.1', 'localhost'))
  const { authToken } = await signUp(call)
  const { id } = await createToken(call, authToken)
  const secret = `/api/v1/tokens/${id}/secret`
  const headers = { 'xc-auth': authToken, 'x-forwarded-for': '198.51.100.1, 203.0.113.7' }
  expect(await get(portOf(activated), secret, headers)).toBe(200)
  expect(await get({ socketPath: path }, secret, headers)).toBe(200)
  const copied = (await activityOf(call, headers)).filter(({ action }) => action === 'token_copied')
  expect(copied.map((row) => row.address)).toEqual(['203.0.113.7', '127.0.0.1'])
})

test('JETON_SOCKET beside passed sockets stops the start with one line', async () => {
  activated = await startActivated({ JETON_SOCKET: path })
  await vi.waitUntil(() => activated.ends().length > 0, { timeout: 60_000 })
  expect(activated.ends()[0]).toBe(1)
  expect(activated.output()).toMatch(
    /^Jeton cannot start: JETON_SOCKET is set, and the sockets to listen on were passed [^\n]+\n/m,
  )
})

test('sockets that were passed to another process are not taken', async () => {
  const server = await startServer({ LISTEN_FDS: '1', LISTEN_PID: '1' })
  expect(await get({ port: new URL(server.address).port }, '/api/v1/verify')).toBe(401)
  expect(await server.stop()).toBe(0)
})

test.each([
  ['a file', '1', async () => openSync('package.json', 'r')],
  ['a connection', '1', connection],
  ['a connection', '2', connection],
] as const)(
  '%s in place of a socket stops the start of %s processes',
  async (_, processes, open) => {
    const dataDir = makePreparedDataDir()
    const settings = { LISTEN_FDS: '1', WEB_CONCURRENCY: processes, JETON_DATA_DIR: dataDir }
    const passed = await open()
    const launcher = ['-c', 'LISTEN_PID=$$ exec "$@"', 'sh', process.execPath]
    const child = spawn('sh', [...launcher, 'bin/jeton.mjs', 'start'], {
      env: cleanEnvironment(settings),
      stdio: ['ignore', 'pipe', 'pipe', passed],
    })
    const said = Promise.all([text(child.stdout as Readable), text(child.stderr as Readable)])
    await once(child, 'close')
    const [, errors] = await said
    expect(child.exitCode).toBe(1)
    expect(errors).toContain('LISTEN_FDS is "1": nothing can listen on descriptor 3')
    if (typeof passed === 'number') closeSync(passed)
    else passed.destroy()
    removeDataDir(dataDir)
  },
)

/** @returns a connection to this process, which nothing can listen on */
async function connection(): Promise<Socket> {
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  server.close()
  return socket
}
