import { afterAll, beforeAll, expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, password, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { expectProblem } from '@/test/support/problem'
import { addApp } from '@/test/support/second-factor'
import { type Server, startServer } from '@/test/support/server'

/* JETON_SECOND_FACTOR: who has no second factor sets one up before anything else. */

let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer({ JETON_SECOND_FACTOR: 'everyone' })
  call = clientOf(server.address)
})
afterAll(() => server.stop())

const withoutOne = async () => {
  const { email, authToken } = await signUp(call)
  return { email, authToken, headers: { 'xc-auth': authToken } }
}

test('a session without a second factor is refused everything but to set one up', async () => {
  const { headers, authToken } = await withoutOne()
  const list = () => call('GET', '/api/v1/tokens', { headers })
  expectProblem(await list(), 403, 'second_factor_missing')
  const made = await call('POST', '/api/v1/tokens', { headers, json: { name: 'early' } })
  expectProblem(made, 403, 'second_factor_missing')
  for (const path of ['/api/v1/auth/user/me', '/api/v1/second-factor', '/api/v1/passkeys'])
    expect((await call('GET', path, { headers })).status).toBe(200)
  expect((await call('GET', '/api/v1/second-factor', { headers })).body.required).toBe(true)
  await addApp(call, authToken)
  expect((await list()).status).toBe(200)
})

test('an API token keeps working', async () => {
  const { headers, authToken } = await withoutOne()
  await addApp(call, authToken)
  const { body } = await call('POST', '/api/v1/tokens', { headers, json: { name: 'kept' } })
  const removed = await call('DELETE', '/api/v1/second-factor/totp', {
    headers,
    json: { password },
  })
  expect(removed.status).toBe(200)
  expectProblem(await call('GET', '/api/v1/tokens', { headers }), 403, 'second_factor_missing')
  const me = await call('GET', '/api/v1/verify', { headers: { 'xc-token': body.token } })
  expect(me.status).toBe(200)
})

test('every page leads to Security', async () => {
  const { email } = await withoutOne()
  const { cookie } = await signInAsBrowser(call, email)
  for (const path of ['/', '/account/tokens', '/account/profile', '/account/sessions']) {
    const page = await fetch(server.address + path, { headers: { cookie }, redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([307, '/account/security'])
  }
  const page = await fetch(`${server.address}/account/security`, { headers: { cookie } })
  expect([page.status, await page.text()]).toEqual([
    200,
    expect.stringContaining('>This server requires a second factor'),
  ])
})

test('a user without a password, who signs in at the provider alone, is exempt', async () => {
  const { email, headers } = await withoutOne()
  await changeDatabase(server, `UPDATE "User" SET "passwordHash" = '' WHERE "email" = ?`, {
    parameters: [email],
  })
  expect((await call('GET', '/api/v1/tokens', { headers })).status).toBe(200)
})
