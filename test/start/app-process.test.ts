import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * The process of Next and Prisma is killed: verification continues, readiness reports it, and
 * everything else recovers by itself.
 */

const dataDir = makePreparedDataDir()
const patience = { timeout: 30_000, interval: 20 }
let server: Server
let call: Call

beforeAll(start)

async function start(): Promise<void> {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  call = clientOf(server.address)
}

afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

/** @returns the process id of the app, or null if there is none */
function appPid(): number | null {
  try {
    const args = ['-P', `${server.pid}`, '-f', 'scripts/app.cjs']
    return Number(execFileSync('pgrep', args, { encoding: 'utf8' }).trim())
  } catch {
    return null
  }
}

function kill(signal: NodeJS.Signals): void {
  const pid = appPid()
  if (pid === null) throw new Error('There is no app process')
  process.kill(pid, signal)
}

const ready = () => call('GET', '/api/ready')
const me = (authToken: string) =>
  call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } })
const isReady = async () => (await ready()).status === 200

test('killed: verification and liveness go on, the app says that it is away, and comes back whole', async () => {
  const { email, authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const verify = () => call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })
  kill('SIGKILL')
  const away = await vi.waitUntil(async () => {
    expect((await verify()).status).toBe(200)
    expect((await call('GET', '/api/health')).status).toBe(200)
    const answer = await me(authToken)
    return answer.status === 503 && answer
  }, patience)
  expectProblem(away, 503, 'unavailable')
  expect(away.headers.get('retry-after')).toBe('1')
  const isLogged = () => server.output().includes('The app process exited (SIGKILL), restarting')
  await vi.waitUntil(isLogged, patience)
  await vi.waitUntil(isReady, patience)
  expect((await me(authToken)).status).toBe(200)
  expect((await verify()).status).toBe(200)
  // next-auth has its address again.
  expect((await signInAsBrowser(call, email)).sessionCookie).toContain('session')
})

test('killed again while it is restarted, it is restarted again', async () => {
  const before = appPid()
  kill('SIGKILL')
  await vi.waitUntil(() => appPid() !== null && appPid() !== before, patience)
  kill('SIGKILL')
  await vi.waitUntil(isReady, patience)
})

test('stopped for a while: verification goes on, readiness says 503 within a second, and what waited is answered', async () => {
  const { authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  kill('SIGSTOP')
  const waiting = me(authToken)
  const from = performance.now()
  expectProblem(await ready(), 503, 'unavailable')
  // The limit is 0.9 s; the margin is for a busy test machine.
  expect(performance.now() - from).toBeLessThan(5_000)
  expect((await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status).toBe(200)
  kill('SIGCONT')
  expect((await waiting).status).toBe(200)
  await vi.waitUntil(isReady, patience)
})

test('a socket that is removed, and its folder, are made again, and no request fails', async () => {
  const { authToken } = await signUp(call)
  for (const victim of ['run/socket', 'run']) {
    const folder = join(dataDir, 'run')
    if (victim === 'run') rmSync(folder, { recursive: true })
    else for (const name of readdirSync(folder)) rmSync(join(folder, name))
    // More requests than connections are kept, so that some open new ones.
    const answers = await Promise.all(Array.from({ length: 40 }, () => me(authToken)))
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200))
    expect(await isReady()).toBe(true)
  }
  expect(server.output()).toContain('The app socket refused a connection, listening on a new one')
})

test('a signal that reaches the app alone stops both, and loses no use', async () => {
  const { authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  expect((await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status).toBe(200)
  kill('SIGTERM')
  await vi.waitUntil(() => appPid() === null, patience)
  expect(await server.stop()).toBe(0)
  await start()
  const { body } = await call('GET', '/api/v1/tokens', { headers: { 'xc-auth': authToken } })
  expect(body.list[0].use_count).toBe(1)
})

test('the app does not outlive a server that is killed', async () => {
  const app = appPid() ?? 0
  await server.stop('SIGKILL')
  const isGone = () => {
    try {
      return process.kill(app, 0) && false
    } catch {
      return true
    }
  }
  await vi.waitUntil(isGone, patience)
  await start()
  // The restarted server removes the previous socket.
  await vi.waitUntil(() => readdirSync(join(dataDir, 'run')).length === 1, patience)
})

test('the process that verifies loads neither Next nor Prisma', () => {
  const bundle = readFileSync('dist/server.cjs', 'utf8')
  const inside = bundle.match(/^\/\/ node_modules\/.*$/gm) ?? []
  const outside = bundle.match(/^var .*\brequire\(".*$/gm) ?? []
  expect([inside.length, outside.length].every((count) => count > 10)).toBe(true)
  const heavy = /["/](next|next-auth|@prisma|@node-rs)["/]/
  expect([...inside, ...outside].filter((line) => heavy.test(line))).toEqual([])
})
