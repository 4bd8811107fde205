import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { policies } from '@/lib/limits/policies'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { type Call, clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { Hammer, type Statuses } from '@/test/support/hammer'
import { expectLimited, newAddress } from '@/test/support/limits'
import { expectProblem } from '@/test/support/problem'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* Invalid tokens: a client that sends too many is throttled, and no other client is affected. */

const settings = { JETON_RATE_LIMIT: 'on', JETON_TRUST_PROXY: '1' }
const { quota } = policies['bad-token']

let dataDir: string
let server: Server
let call: Call
let own: { email: string; authToken: string; token: string; ended: string }

beforeAll(async () => {
  dataDir = makePreparedDataDir()
  await start({})
  const { email, authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const ended = await signIn(call, email)
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': ended } })
  own = { email, authToken, token, ended }
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

async function start(more: Record<string, string>) {
  server = await startServer({ JETON_DATA_DIR: dataDir, ...settings, ...more })
  call = clientOf(server.address)
}

const verify = (headers: Record<string, string>, from: string) =>
  call('GET', '/api/v1/verify', { headers: { ...headers, 'x-forwarded-for': from } })

/** Sends that many invalid tokens, every other one well-formed. */
async function flood(count: number, from: string, connections = 32): Promise<Statuses> {
  const hammer = await Hammer.connect(server.address, connections)
  const headers = function* () {
    for (let i = 0; i < count; i += 1) {
      const token = i % 2 === 0 ? makeApiTokenSecret(randomBytes) : `wrong${i}`
      yield `xc-token: ${token}\r\nX-Forwarded-For: ${from}`
    }
  }
  const statuses = await hammer.askAll(headers())
  hammer.close()
  return statuses
}

describe('on verify', () => {
  test('a thousand invalid tokens are answered 401, and further ones 403 with the time to wait', async () => {
    const from = newAddress()
    expect(await flood(quota + 500, from)).toEqual({ 401: quota, 403: 500 })
    const answer = await verify({ 'xc-token': 'wrong' }, from)
    expectLimited(answer, 'bad-token', 403)
    expect(answer.headers.get('x-auth-error')).toBe('rate_limited')
    expect(answer.headers.get('vary')).toBe('xc-token, xc-auth, Authorization')
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test('a valid token is always answered, also for the first time, in the middle of a flood', async () => {
    const from = newAddress()
    await flood(quota + 10, from)
    const { authToken } = await signUp(call)
    const { token } = await createToken(call, authToken)
    const valid: Record<string, string>[] = [
      { 'xc-token': own.token },
      { 'xc-auth': own.authToken },
      { 'xc-token': token },
      { authorization: `Bearer ${authToken}` },
    ]
    for (const headers of valid) expect((await verify(headers, from)).status).toBe(200)
  })

  test('a request without a token, or with one that we signed, is answered with its own reason', async () => {
    const from = newAddress()
    await flood(quota + 10, from)
    expectProblem(await verify({}, from), 401, 'credential_missing')
    expectProblem(await verify({ 'xc-auth': own.ended }, from), 401, 'token_invalid')
    expectProblem(await verify({ authorization: 'Digest x' }, from), 401, 'token_invalid')
  })

  test('tokens that we signed and ended count for nothing', async () => {
    const from = newAddress()
    const hammer = await Hammer.connect(server.address, 16)
    const same = function* () {
      for (let i = 0; i < quota + 200; i += 1)
        yield `xc-auth: ${own.ended}\r\nX-Forwarded-For: ${from}`
    }
    expect(await hammer.askAll(same())).toEqual({ 401: quota + 200 })
    hammer.close()
    expect((await verify({ 'xc-token': 'wrong' }, from)).status).toBe(401)
  })

  test('others behind the same proxy hear what they always do', async () => {
    await flood(quota + 10, newAddress())
    expectProblem(await verify({ 'xc-token': 'wrong' }, newAddress()), 401, 'token_invalid')
  })

  test('nobody counts as another by saying so', async () => {
    const from = newAddress()
    const hammer = await Hammer.connect(server.address, 16)
    const spoofed = function* () {
      for (let i = 0; i < quota + 100; i += 1)
        yield `xc-token: wrong${i}\r\nX-Forwarded-For: ${newAddress()}, ${from}\r\nx-jeton-client: ${newAddress()}`
    }
    expect(await hammer.askAll(spoofed())).toEqual({ 401: quota, 403: 100 })
    hammer.close()
  })
})

test('the rest of the API answers 429, and lets valid tokens in', async () => {
  const from = newAddress()
  const me = (headers: Record<string, string>) =>
    call('GET', '/api/v1/auth/user/me', { headers: { ...headers, 'x-forwarded-for': from } })
  const sendMany = async () => {
    for (let i = 0; i < quota / 20; i += 1) await me({ 'xc-token': `wrong${i}` })
  }
  await Promise.all(Array.from({ length: 20 }, sendMany))
  expectLimited(await me({ 'xc-token': 'wrong' }), 'bad-token')
  expectLimited(await me({ 'xc-auth': 'wrong' }), 'bad-token')
  expect((await me({ 'xc-token': own.token })).status).toBe(200)
  expectProblem(await me({ 'xc-auth': own.ended }), 401, 'token_invalid')
  expectProblem(await me({}), 401, 'credential_missing')
})

test('without limits, every bad token is answered 401', async () => {
  await server.stop()
  await start({ JETON_RATE_LIMIT: 'off' })
  expect(await flood(quota + 500, newAddress())).toEqual({ 401: quota + 500 })
})
