import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookiesOf, signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/* No user receives the answer that they are signed out while they are not. */

let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer()
  call = clientOf(server.address)
})
afterAll(() => server.stop())

test('a log out that cannot be written is not told as done, by next-auth neither, and leaves its cookie', async () => {
  const { email } = await signUp(call)
  const { cookie, csrfToken } = await signInAsBrowser(call, email)
  const signOut = () =>
    call('POST', '/api/auth/signout', {
      headers: { cookie },
      body: new URLSearchParams({ csrfToken, json: 'true' }),
    })
  const locked = new Database(join(server.dataDir, 'jeton.db'))
  locked.exec('BEGIN IMMEDIATE')
  const refused = await signOut()
  locked.exec('COMMIT')
  locked.close()
  expectProblem(refused, 503, 'unavailable')
  expect(cookiesOf(refused).filter((line) => line.includes('.session'))).toEqual([])
  expect(refused.headers.get('clear-site-data')).toBeNull()
  expect((await call('GET', '/api/v1/auth/user/me', { headers: { cookie } })).status).toBe(200)

  expect((await signOut()).status).toBe(200)
  expect((await call('GET', '/api/v1/auth/user/me', { headers: { cookie } })).status).toBe(401)
})
