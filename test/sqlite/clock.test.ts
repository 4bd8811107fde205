import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { policies } from '@/lib/limits/policies'
import { tryToSignIn } from '@/test/support/browser'
import { type Call, clientOf, createToken, password, signUp } from '@/test/support/client'
import { newAddress } from '@/test/support/limits'
import { refresh, refreshCookieOf } from '@/test/support/refresh'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * The system clock is set an hour back or a day ahead, and back again, while the server runs.
 * Revoked credentials stay revoked, API tokens keep working, and expiry follows the current clock.
 */

const dataDir = makePreparedDataDir()
const clock = join(dataDir, 'clock')
const hourMs = 3_600_000

let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer({
    JETON_DATA_DIR: dataDir,
    JETON_RATE_LIMIT: 'on',
    JETON_TRUST_PROXY: '1',
    JETON_TEST_CLOCK: clock,
    NODE_OPTIONS: `--import ${resolve('test/support/shifted-clock.mjs')}`,
  })
  call = clientOf(server.address)
})
afterEach(() => setClock(0))
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

/** Sets the clock, and waits until both processes of the server have adopted it. */
async function setClock(offsetMs: number): Promise<void> {
  if (offsetMs === 0) rmSync(clock, { force: true })
  else writeFileSync(clock, `${offsetMs}`)
  await new Promise((resolve) => setTimeout(resolve, 50))
}

const meStatus = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).status
const verifyStatus = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/verify', { headers })).status

test('API tokens are accepted and deleted whatever the clock says, and a deleted one stays so', async () => {
  const { authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  for (const offset of [-hourMs, 0, hourMs, -hourMs]) {
    await setClock(offset)
    const { id, token } = await createToken(call, authToken)
    expect(await verifyStatus({ 'xc-token': token })).toBe(200)
    expect((await call('DELETE', `/api/v1/tokens/${id}`, { headers })).status).toBe(200)
    for (const later of [-hourMs, 24 * hourMs, 0]) {
      await setClock(later)
      expect(await verifyStatus({ 'xc-token': token })).toBe(401)
    }
  }
})

test('a day ahead an auth token is over, and its session is not; back again it is what it was', async () => {
  const { authToken, email } = await signUp(call)
  await setClock(24 * hourMs)
  expect([
    await meStatus({ 'xc-auth': authToken }),
    await verifyStatus({ 'xc-auth': authToken }),
  ]).toEqual([401, 401])
  const answer = await call('POST', '/api/v1/auth/user/signin', { json: { email, password } })
  expect(await meStatus({ 'xc-auth': answer.body.token })).toBe(200)
  await setClock(0)
  expect(await meStatus({ 'xc-auth': authToken })).toBe(200)
  expect(await meStatus({ 'xc-auth': answer.body.token })).toBe(200)
})

test('a session that was logged out does not come back an hour earlier', async () => {
  const { authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  expect((await call('POST', '/api/v1/auth/user/signout', { headers })).status).toBe(200)
  await setClock(-hourMs)
  expect([await meStatus(headers), await verifyStatus(headers)]).toEqual([401, 401])
})

test('a spent refresh cookie finds no second grace an hour earlier: it ends its session', async () => {
  const signedUp = await call('POST', '/api/v1/auth/user/signup', {
    json: { email: `${crypto.randomUUID()}@example.com`, password },
  })
  const spent = refreshCookieOf(signedUp) ?? ''
  const next = await refresh(call, spent)
  expect(next.status).toBe(200)
  await setClock(-hourMs)
  expect((await refresh(call, spent)).status).toBe(401)
  expect(await meStatus({ 'xc-auth': next.body.token })).toBe(401)
})

test('whoever has tried too often still waits an hour earlier', async () => {
  const { email } = await signUp(call)
  const from = newAddress()
  const signIn = (secret: string) =>
    call('POST', '/api/v1/auth/user/signin', {
      headers: { 'x-forwarded-for': from },
      json: { email, password: secret },
    })
  for (let i = 0; i <= policies['sign-in'].quota; i += 1) await signIn('wrong wrong wrong')
  await setClock(-hourMs)
  expect((await signIn(password)).status).toBe(429)
})

test('a sign-up’s token that was not made into a cookie within its minute is not, an hour earlier', async () => {
  const { authToken } = await signUp(call)
  await setClock(-hourMs)
  expect(await tryToSignIn(call, { token: authToken })).toBeNull()
  await setClock(0)
  expect(await tryToSignIn(call, { token: authToken })).not.toBeNull()
})
