import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* Next's thread dies: verification goes on, and so does the rest, a moment later. */

const dataDir = makeDataDir()
const file = join(dataDir, 'crash')
let server: Server
let call: Call

beforeAll(start)

async function start(): Promise<void> {
  server = await startServer({
    JETON_DATA_DIR: dataDir,
    NODE_OPTIONS: `--import ${resolve('test/support/crash-on-demand.mjs')}`,
    CRASH_WHEN: file,
  })
  call = clientOf(server.address)
}

afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

test('verification does not notice, the app says that it is away, and comes back whole', async () => {
  const { email, authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const verify = () => call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })
  const health = () => call('GET', '/api/health')

  writeFileSync(file, '')
  const away = await vi.waitUntil(
    async () => {
      expect((await verify()).status).toBe(200)
      const answer = await health()
      return answer.status === 503 && answer
    },
    { timeout: 20_000, interval: 5 },
  )
  expectProblem(away, 503, 'unavailable')
  await vi.waitUntil(async () => (await health()).status === 200, { timeout: 20_000 })
  expect((await verify()).status).toBe(200)
  // next-auth knows its address again.
  expect((await signInAsBrowser(call, email)).sessionCookie).toContain('session-token')
})

const restarts = () => server.output().split('The app ended. It is started again.').length - 1

async function crash(): Promise<void> {
  const before = restarts()
  writeFileSync(file, '')
  await vi.waitUntil(() => restarts() > before, { timeout: 10_000 })
}

test('a thread that ends again while it is started is started again', async () => {
  await crash()
  await crash()
  await vi.waitUntil(async () => (await call('GET', '/api/health')).status === 200, { timeout: 20_000 })
})

test('a stop while it is started again ends well, and loses no use', async () => {
  const { authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  await crash()
  expect((await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status).toBe(200)
  expect(await server.stop()).toBe(0)
  await start()
  const { body } = await call('GET', '/api/v1/tokens', { headers: { 'xc-auth': authToken } })
  expect(body.list[0].use_count).toBe(1)
})

test('the thread that verifies loads neither Next nor Prisma', () => {
  const imports = readFileSync('dist/server.mjs', 'utf8').match(/^(import|\} from) .*$/gm) ?? []
  expect(imports.length).toBeGreaterThan(10)
  expect(imports.filter((line) => /"(next|next-auth|@prisma|@node-rs)\b/.test(line))).toEqual([])
})
