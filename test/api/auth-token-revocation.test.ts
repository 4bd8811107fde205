import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { currentSessionId, type Headers } from '@/test/support/account'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const server = sharedServer()
const call = clientOf(server.address)

const auth = (authToken: string): Headers => ({ 'xc-auth': authToken })
const me = (headers: Headers) => call('GET', '/api/v1/auth/user/me', { headers })

async function mint(headers: Headers): Promise<Headers> {
  return auth((await call('POST', '/api/v1/auth/token', { headers })).body.token)
}

async function expectRefused(...all: Headers[]) {
  for (const headers of all) expectProblem(await me(headers), 401, 'token_invalid')
}

async function expectAccepted(...all: Headers[]) {
  for (const headers of all) expect((await me(headers)).status).toBe(200)
}

/**
 * Creates a user with a session that has three auth tokens, a session in the browser, another
 * session, and an API token.
 */
async function userWithEverything() {
  const { email, authToken } = await signUp(call)
  const first = auth(authToken)
  const second = await mint(first)
  const third = await mint(second)
  const { cookie } = await signInAsBrowser(call, email)
  const ofBrowser = await mint({ cookie })
  const elsewhere = auth(await signIn(call, email))
  const apiToken = { 'xc-token': (await createToken(call, authToken)).token }
  await expectAccepted(first, second, third, { cookie }, ofBrowser, elsewhere, apiToken)
  return { email, first, second, third, cookie: { cookie }, ofBrowser, elsewhere, apiToken }
}

test('an auth token lives for ten hours by default, and says so', async () => {
  const { authToken } = await signUp(call)
  const { body } = await call('POST', '/api/v1/auth/token', { headers: auth(authToken) })
  for (const token of [authToken, body.token]) {
    const { exp = 0, iat = 0 } = decodeJwt(token)
    expect(exp - iat).toBe(36_000)
    expect(Math.abs(iat * 1000 - Date.now())).toBeLessThan(10_000)
  }
  expect(new Date(body.expires_at).getTime() / 1000).toBe(decodeJwt(body.token).exp)
})

test("log out ends this session's auth tokens at once, earlier ones too, and nothing else", async () => {
  const user = await userWithEverything()
  expect((await call('POST', '/api/v1/auth/user/signout', { headers: user.second })).status).toBe(
    200,
  )
  await expectRefused(user.first, user.second, user.third)
  await expectAccepted(user.cookie, user.ofBrowser, user.elsewhere, user.apiToken)
})

test('log out in the browser ends the auth tokens that were copied there, and nothing else', async () => {
  const user = await userWithEverything()
  expect((await call('POST', '/api/v1/auth/user/signout', { headers: user.cookie })).status).toBe(
    200,
  )
  await expectRefused(user.cookie, user.ofBrowser)
  await expectAccepted(user.first, user.second, user.third, user.elsewhere, user.apiToken)
})

test('an ended session mints no auth token and cannot be ended twice', async () => {
  const { first } = await userWithEverything()
  await call('POST', '/api/v1/auth/user/signout', { headers: first })
  for (const path of ['/api/v1/auth/token', '/api/v1/auth/user/signout']) {
    expectProblem(await call('POST', path, { headers: first }), 401, 'token_invalid')
  }
})

test('of uses that race a log out, none that begins after it is accepted', async () => {
  const { authToken } = await signUp(call)
  const headers = auth(authToken)
  const racing = Array.from({ length: 30 }, () => me(headers))
  await call('POST', '/api/v1/auth/user/signout', { headers })
  const after = await Promise.all(Array.from({ length: 30 }, () => me(headers)))
  expect(new Set(after.map(({ status }) => status))).toEqual(new Set([401]))
  for (const { status } of await Promise.all(racing)) expect([200, 401]).toContain(status)
})

test("a password change ends the user's other sessions, and only those", async () => {
  const user = await userWithEverything()
  const json = { currentPassword: password, newPassword: 'another long password' }
  const path = '/api/v1/auth/user/password/change'
  expect((await call('POST', path, { headers: user.first, json })).status).toBe(200)
  await expectRefused(user.cookie, user.ofBrowser, user.elsewhere)
  await expectAccepted(user.first, user.second, user.third, user.apiToken)
})

test('a refused password change ends nothing', async () => {
  const user = await userWithEverything()
  const json = { currentPassword: 'wrong', newPassword: 'another long password' }
  const answer = await call('POST', '/api/v1/auth/user/password/change', {
    headers: user.first,
    json,
  })
  expectProblem(answer, 400, 'credentials_wrong')
  await expectAccepted(user.first, user.cookie, user.ofBrowser, user.elsewhere, user.apiToken)
})

test.each([true, false])(
  'with the user their every credential is gone (foreign keys: %s)',
  async (foreignKeys) => {
    const user = await userWithEverything()
    await changeDatabase(server, 'DELETE FROM "User" WHERE "email" = ?', {
      parameters: [user.email],
      foreignKeys,
    })
    await expectRefused(
      user.first,
      user.second,
      user.cookie,
      user.ofBrowser,
      user.elsewhere,
      user.apiToken,
    )
  },
)

test.each([
  ['deleted', 'DELETE FROM "Session" WHERE "id" = ?'],
  ['expired', `UPDATE "Session" SET "expiresAt" = '2020-01-01T00:00:00.000+00:00' WHERE "id" = ?`],
  [
    'given to another user',
    `UPDATE "Session" SET "userId" = (SELECT max("id") FROM "User" WHERE "id" <> "userId") WHERE "id" = ?`,
  ],
])("a session's cookie and tokens are refused once its row is %s", async (_, sql) => {
  const user = await userWithEverything()
  const sessionId = await currentSessionId(call, user.cookie)
  await changeDatabase(server, sql, { parameters: [sessionId] })
  await expectRefused(user.cookie, user.ofBrowser)
  await expectAccepted(user.first, user.elsewhere, user.apiToken)
})
