import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * "Last used" is buffered, written in one batch at most every 30 seconds, and flushed at shutdown.
 */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call
let email: string
let authToken: string
let token: { id: string; token: string }

beforeAll(start)
beforeEach(async () => {
  ;({ email, authToken } = await signUp(call))
  token = await createToken(call, authToken)
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

async function start() {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  call = clientOf(server.address)
}

async function restart() {
  expect(await server.stop()).toBe(0)
  await start()
}

async function lastUsedAt(): Promise<number | null> {
  const { body } = await call('GET', '/api/v1/tokens', { headers: { 'xc-auth': authToken } })
  const text = body.list[0].last_used_at
  return text === null ? null : new Date(text).getTime()
}

async function useCount(): Promise<number> {
  const { body } = await call('GET', '/api/v1/tokens', { headers: { 'xc-auth': authToken } })
  return body.list[0].use_count
}

const use = () => call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': token.token } })
const introspect = (headers: Record<string, string>) =>
  call('POST', '/api/v1/introspect', { headers, body: new URLSearchParams({ token: token.token }) })

test('a token that is used says so soon, and tells when', async () => {
  expect(await lastUsedAt()).toBeNull()
  // After a restart the next write is due at once.
  await restart()
  const before = Date.now()
  expect((await use()).status).toBe(200)
  const after = Date.now()
  const used = await vi.waitUntil(lastUsedAt, { timeout: 20_000, interval: 20 })
  expect(used).toBeGreaterThanOrEqual(before)
  expect(used).toBeLessThanOrEqual(after)
})

test('a use that was not written yet survives a stop right after it', async () => {
  // The previous test has just caused a write: the next one is due in 30 seconds.
  const before = Date.now()
  const answers = await Promise.all(Array.from({ length: 20 }, use))
  await restart()
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(await lastUsedAt()).toBeGreaterThanOrEqual(before)
})

test('every use is counted, by whatever it was accepted', async () => {
  const headers = { 'xc-token': token.token }
  const verify = () => call('GET', '/api/v1/verify', { headers })
  const answers = await Promise.all([
    ...Array.from({ length: 30 }, verify),
    use(),
    introspect(headers),
  ])
  expect(answers.map(({ status }) => status)).toEqual(Array(32).fill(200))
  await call('GET', '/api/v1/verify', { headers: { 'xc-token': `${token.token}x` } })
  await restart()
  // A token that introspects itself counts as used twice: as the caller's credential and as the
  // token in question.
  expect(await useCount()).toBe(30 + 1 + 2)
})

test('nothing that its user does in the browser counts as a use, nor does a refused one', async () => {
  const { cookie } = await signInAsBrowser(call, email)
  expect((await introspect({ cookie })).body.active).toBe(true)
  expect(
    (await call('GET', `/api/v1/tokens/${token.id}/secret`, { headers: { cookie } })).body.token,
  ).toBe(token.token)
  await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': token.token } })
  await call('GET', `/api/v1/auth/user/me?token=${token.token}`)
  await restart()
  expect(await lastUsedAt()).toBeNull()
})

test('a service that introspects a token uses it', async () => {
  const before = Date.now()
  const service = await createToken(call, (await signUp(call)).authToken)
  expect((await introspect({ 'xc-token': service.token })).body.active).toBe(true)
  await restart()
  expect(await lastUsedAt()).toBeGreaterThanOrEqual(before)
})
