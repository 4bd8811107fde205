import { existsSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { routeName } from '@/lib/http/route-name'
import { type Call, clientOf, createToken, password, signUp } from '@/test/support/client'
import { logLines } from '@/test/support/log-lines'
import { type Server, startServer } from '@/test/support/server'

/* The log of the server: sufficient to find out what happened, and useless to an attacker. */

const allowed = [
  'level',
  'time',
  'pid',
  'process',
  'msg',
  'requestId',
  'method',
  'route',
  'status',
  'durationMs',
  'port',
  'error',
]

let server: Server
let call: Call
let authToken: string
let token: string

beforeAll(async () => {
  server = await startServer({ JETON_LOG_LEVEL: 'debug' })
  call = clientOf(server.address)
  ;({ authToken } = await signUp(call))
  ;({ token } = await createToken(call, authToken))
})
afterAll(() => server.stop())

const entryOf = (requestId: string | null) =>
  vi.waitUntil(() => logLines(server.output()).find((line) => line.requestId === requestId))

test('a request of the app is one line, under the id that the caller gave it or got', async () => {
  const given = { 'x-request-id': 'a-caller.s:own_id-1', 'xc-auth': authToken }
  const answer = await call('GET', '/api/v1/tokens?limit=7', { headers: given })
  expect(answer.headers.get('x-request-id')).toBe('a-caller.s:own_id-1')
  const entry = await entryOf('a-caller.s:own_id-1')
  expect(entry).toMatchObject({ level: 'info', msg: 'answered', process: 'main' })
  expect(entry).toMatchObject({ method: 'GET', route: '/api/v1/tokens', status: 200 })
  const own = (await call('GET', '/sign-in')).headers.get('x-request-id')
  expect(own).toMatch(/^[0-9a-f-]{36}$/)
  expect(await entryOf(own)).toMatchObject({ route: '/sign-in', status: 200 })
})

test.each([
  ['too short', 'x'],
  ['too long', 'x'.repeat(65)],
  ['with other characters', 'id "quoted" 12345678'],
  ['the form of a token', `jtn_${'A'.repeat(36)}`],
])('a request id that is %s makes way for one of ours', async (_, id) => {
  const answer = await call('GET', '/api/health', { headers: { 'x-request-id': id } })
  expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('whatever a request holds, its line holds none of it', async () => {
  const secret = `${token}`
  const paths = [
    `/api/v1/tokens/${secret}`,
    `/api/v1/verify%2f${secret}`,
    `/${password}?token=${secret}`,
    `/%zz${secret}`,
  ]
  for (const path of paths) {
    const headers = {
      'xc-token': secret,
      'user-agent': secret,
      cookie: `x=${secret}`,
      referer: `http://x/${secret}`,
    }
    await call('POST', path, { headers, json: { password, token: secret } })
  }
  const last = (await call('GET', '/api/health')).headers.get('x-request-id')
  await entryOf(last)
  expect(server.output()).not.toContain(secret)
  expect(server.output()).not.toContain(password)
  expect(server.output()).not.toContain(encodeURIComponent(password))
})

test('every line is made of the listed fields alone', async () => {
  await entryOf((await call('GET', '/nothing')).headers.get('x-request-id'))
  const lines = logLines(server.output())
  expect(lines.length).toBeGreaterThan(5)
  for (const line of lines)
    expect(Object.keys(line).filter((key) => !allowed.includes(key))).toEqual([])
  for (const { time } of lines) expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('a failure is one line with where it happened, under the id of its request', async () => {
  const file = join(server.dataDir, 'jeton.db')
  renameSync(file, `${file}.away`)
  const answer = await call('GET', '/api/v1/tokens', { headers: { 'xc-auth': authToken } })
  if (existsSync(`${file}.away`)) renameSync(`${file}.away`, file)
  expect(answer.status).toBe(503)
  const requestId = answer.headers.get('x-request-id')
  const failure = await vi.waitUntil(() =>
    logLines(server.output()).find(
      (line) => line.requestId === requestId && line.level === 'error',
    ),
  )
  expect(failure).toMatchObject({
    process: 'app',
    route: '/api/v1/tokens',
    error: { stack: expect.any(String) },
  })
})

test('at a higher level the lines of requests are left out, and every start is said in plain words', async () => {
  const quiet = await startServer({ JETON_LOG_LEVEL: 'warn' })
  await clientOf(quiet.address)('GET', '/sign-in')
  await quiet.stop()
  const words = [`Jeton keeps its data in ${quiet.dataDir}`, `Jeton is ready at ${quiet.address}`]
  expect(quiet.output().trim().split('\n')).toEqual(words)
})

test('every folder of ours under app/ has its name in logs and metrics', () => {
  const folders = readdirSync('app', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  for (const name of folders.filter((folder) => !/[[(]/.test(folder)))
    expect(routeName(`/${name}`)).toBe(`/${name}`)
})
