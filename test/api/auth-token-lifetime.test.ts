import { decodeJwt } from 'jose'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Headers } from '@/test/support/account'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, signIn, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer({ NC_JWT_EXPIRES_IN: '3s' })
  call = clientOf(server.address)
})
afterAll(() => server.stop())

const me = (headers: Headers) => call('GET', '/api/v1/auth/user/me', { headers })
const verify = (headers: Headers) => call('GET', '/api/v1/verify', { headers })
const mint = async (headers: Headers): Promise<string> =>
  (await call('POST', '/api/v1/auth/token', { headers })).body.token

test('NC_JWT_EXPIRES_IN=3s makes every auth token live for three seconds, wherever it comes from', async () => {
  const { email, authToken } = await signUp(call)
  const { cookie } = await signInAsBrowser(call, email)
  const ofProgram = await mint({ 'xc-auth': await signIn(call, email) })
  for (const token of [authToken, await mint({ cookie }), ofProgram]) {
    const { exp = 0, iat = 0 } = decodeJwt(token)
    expect(exp - iat).toBe(3)
  }
})

test('an auth token is refused from the second in which it ends, and its session goes on', async () => {
  const { cookie } = await signInAsBrowser(call, (await signUp(call)).email)
  const token = await mint({ cookie })
  const end = (decodeJwt(token).exp ?? 0) * 1000
  expect((await me({ 'xc-auth': token })).status).toBe(200)
  // Twice: the second answer comes from the cache.
  for (let i = 0; i < 2; i += 1) expect((await verify({ 'xc-auth': token })).status).toBe(200)
  await vi.waitUntil(() => Date.now() >= end, { timeout: 5000, interval: 10 })
  for (const ask of [me, verify])
    expectProblem(await ask({ 'xc-auth': token }), 401, 'token_invalid')
  expect((await me({ 'xc-auth': await mint({ cookie }) })).status).toBe(200)
})
