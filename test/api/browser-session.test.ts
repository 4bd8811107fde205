import { expect, test } from 'vitest'
import { accountOf, currentSessionId } from '@/test/support/account'
import { cookiesOf, getCsrfToken, signInAsBrowser, tryToSignIn } from '@/test/support/browser'
import { clientOf, password, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { ownCookieName } from '@/test/support/own-cookie'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const server = sharedServer()
const call = clientOf(server.address)

const me = (cookie: string) => call('GET', '/api/v1/auth/user/me', { headers: { cookie } })
const sessionsOf = async (authToken: string) =>
  (await accountOf(call, { 'xc-auth': authToken })).sessions

async function browserOfNewUser() {
  const { email, authToken } = await signUp(call)
  return { email, authToken, ...(await signInAsBrowser(call, email)) }
}

test('the cookie is kept from scripts and from other sites, and ends after 30 days', async () => {
  const { setCookie } = await browserOfNewUser()
  const [pair, ...flags] = setCookie.split('; ')
  expect(pair).toMatch(new RegExp(`^${ownCookieName('session')}=`))
  expect(flags).toEqual(
    expect.arrayContaining(['Path=/', 'HttpOnly', expect.stringMatching(/^SameSite=Lax$/i)]),
  )
  const expires = flags.find((flag) => flag.startsWith('Expires='))?.slice('Expires='.length) ?? ''
  const days = (new Date(expires).getTime() - Date.now()) / 86_400_000
  expect(days).toBeCloseTo(30, 2)
  expect(setCookie).not.toMatch(/domain=/i)
})

test('a cookie with any one character changed is refused', async () => {
  const { sessionCookie } = await browserOfNewUser()
  const [name, value = ''] = sessionCookie.split('=')
  for (let i = 0; i < value.length - 1; i += 7) {
    const other = value[i] === 'A' ? 'B' : 'A'
    expect((await me(`${name}=${value.slice(0, i)}${other}${value.slice(i + 1)}`)).status).toBe(401)
  }
  expect((await me(sessionCookie)).status).toBe(200)
})

test('log out through the API clears the cookie and ends the session', async () => {
  const { cookie, authToken } = await browserOfNewUser()
  const sessionId = await currentSessionId(call, { cookie })
  const answer = await call('POST', '/api/v1/auth/user/signout', { headers: { cookie } })
  expect(cookiesOf(answer)).toEqual([
    expect.stringMatching(new RegExp(`^${ownCookieName('session')}=; .*Max-Age=0`)),
  ])
  expectProblem(await me(cookie), 401, 'token_invalid')
  expect(await sessionsOf(authToken)).not.toContain(sessionId)
})

test("log out through next-auth's own form ends the session too", async () => {
  const { cookie, csrfToken, authToken } = await browserOfNewUser()
  const minted = (await call('POST', '/api/v1/auth/token', { headers: { cookie } })).body.token
  const before = await sessionsOf(authToken)
  const sessionId = await currentSessionId(call, { cookie })
  await call('POST', '/api/auth/signout', {
    headers: { cookie },
    body: new URLSearchParams({ csrfToken }),
  })
  expectProblem(await me(cookie), 401, 'token_invalid')
  expect(
    (await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': minted } })).status,
  ).toBe(401)
  expect(await sessionsOf(authToken)).toEqual(before.filter((id: string) => id !== sessionId))
})

test("next-auth's forms do nothing without its csrf token", async () => {
  const { email, cookie } = await browserOfNewUser()
  for (const csrfToken of ['', 'x', (await getCsrfToken(call)).csrfToken]) {
    const body = new URLSearchParams({ csrfToken })
    await call('POST', '/api/auth/signout', { headers: { cookie }, body })
  }
  expect((await me(cookie)).status).toBe(200)
  expect(await tryToSignIn(call, { email, password, csrfToken: 'x' })).toBeNull()
})

test('a wrong password begins no session', async () => {
  const { email, authToken } = await signUp(call)
  const before = await sessionsOf(authToken)
  for (const fields of [{ email, password: 'wrong' }, { email }, { password }, {}]) {
    expect(await tryToSignIn(call, fields as Record<string, string>)).toBeNull()
  }
  expect(await sessionsOf(authToken)).toEqual(before)
})

test("sign-up's auth token becomes the cookie of its own session, not of a second one", async () => {
  const { authToken } = await signUp(call)
  const browser = await tryToSignIn(call, { token: authToken })
  const [sessionId, ...others] = await sessionsOf(authToken)
  expect(others).toEqual([])
  expect(await currentSessionId(call, { cookie: browser?.cookie ?? '' })).toBe(sessionId)
})

test('a leaked auth token becomes a cookie neither later nor after log out', async () => {
  const { authToken } = await signUp(call)
  const [id] = await sessionsOf(authToken)
  const past = new Date(Date.now() - 1000).toISOString().replace('Z', '+00:00')
  await changeDatabase(server, 'UPDATE "Session" SET "adoptableUntil" = ? WHERE "id" = ?', {
    parameters: [past, id],
  })
  expect(await tryToSignIn(call, { token: authToken })).toBeNull()
  const young = (await signUp(call)).authToken
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': young } })
  expect(await tryToSignIn(call, { token: young })).toBeNull()
})

test('sign-in and log out lead to no other site', async () => {
  const { email } = await signUp(call)
  for (const callbackUrl of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
  ]) {
    const { csrfToken, cookie } = await getCsrfToken(call)
    for (const path of ['callback/credentials', 'signout']) {
      const body = new URLSearchParams({ csrfToken, callbackUrl, email, password })
      const { headers } = await call('POST', `/api/auth/${path}`, { headers: { cookie }, body })
      expect(new URL(headers.get('location') ?? '', server.address).origin).toBe(server.address)
    }
  }
})
