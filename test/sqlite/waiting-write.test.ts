import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, signIn, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/* A write that has waited for a locked database sees the state after the wait. */

let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer()
  call = clientOf(server.address)
})
afterAll(() => server.stop())

test.each([
  ['POST', '/api/v1/tokens', { name: 'mine' }],
  ['PATCH', '/api/v1/user/profile', { display_name: 'mine' }],
])('%s %s is not done when its session is ended meanwhile', async (method, path, json) => {
  const { email, authToken: stolen } = await signUp(call)
  const locked = new Database(join(server.dataDir, 'jeton.db'))
  locked.exec('BEGIN IMMEDIATE')
  locked
    .prepare('DELETE FROM Session WHERE userId = (SELECT id FROM User WHERE email = ?)')
    .run(email)
  const waiting = call(method, path, { headers: { 'xc-auth': stolen }, json })
  const isWaiting = Promise.race([waiting.then(() => false), setTimeout(300, true)])
  expect(await isWaiting).toBe(true)
  locked.exec('COMMIT')
  locked.close()
  expectProblem(await waiting, 401, 'token_invalid')
  const headers = { 'xc-auth': await signIn(call, email) }
  expect((await call('GET', '/api/v1/tokens', { headers })).body.list).toEqual([])
  expect((await call('GET', '/api/v1/auth/user/me', { headers })).body.display_name).not.toBe(
    'mine',
  )
})
