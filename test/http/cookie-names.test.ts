import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookiesOf, signInAsBrowser, tryToSignIn } from '@/test/support/browser'
import { type Answer, type Call, clientOf, password, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { refreshCookieOf } from '@/test/support/refresh'
import { type Server, startServer } from '@/test/support/server'
import { sharedServer } from '@/test/support/shared-server'

/*
 * Cookies are not separated by port: a browser has one cookie jar for all programs at localhost.
 * Here two installations and another program with next-auth share it.
 */

let other: Server

beforeAll(async () => {
  other = await startServer()
})
afterAll(() => other.stop())

type Jar = Map<string, string>

/** A browser that stores every cookie it receives and sends all of them with every request. */
function browserAt(address: string, jar: Jar): Call {
  const call = clientOf(address)
  return async (method, path, options) => {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ')
    const headers = { 'sec-fetch-site': 'same-origin', cookie, ...options?.headers }
    const answer = await call(method, path, { ...options, headers })
    keep(jar, answer)
    return answer
  }
}

function keep(jar: Jar, answer: Answer): void {
  for (const line of cookiesOf(answer)) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    const expires = /expires=([^;]+)/i.exec(line)?.[1]
    const isOver = /max-age=0(;|$)/i.test(line) || (expires && Date.parse(expires) < Date.now())
    if (isOver) jar.delete(name)
    else jar.set(name, value)
  }
}

async function enter(browser: Call, jar: Jar, email: string): Promise<void> {
  const { csrfToken } = (await browser('GET', '/api/auth/csrf')).body
  const body = new URLSearchParams({ csrfToken, email, password, json: 'true' })
  expect((await browser('POST', '/api/auth/callback/credentials', { body })).status).toBe(200)
  expect([...jar.keys()].filter((name) => name.endsWith('.session'))).not.toEqual([])
}

const whoIs = async (browser: Call) => (await browser('GET', '/api/v1/auth/user/me')).body.email

/** The cookies of another program with next-auth: its session in one cookie, or in parts. */
const foreign = [
  ['next-auth.session-token', 'eyJhbGciOiJkaXIifQ..another.program.s'],
  ['next-auth.session-token.0', 'eyJhbGciOiJkaXIifQ'],
  ['next-auth.session-token.1', '..another.program.s'],
  ['next-auth.csrf-token', 'abc%7Cdef'],
  ['next-auth.callback-url', 'http%3A%2F%2Flocalhost%3A9999'],
  ['jeton.refresh', 'of.another.one'],
] as const

test('two installations and another program at one host name: all stay signed in', async () => {
  const jar: Jar = new Map(foreign)
  const [first, second] = [sharedServer().address, other.address].map((address) =>
    browserAt(address, jar),
  )
  if (!first || !second) throw new Error('There are two')
  const emails = [`${randomUUID()}@example.com`, `${randomUUID()}@example.com`] as const
  for (const [i, browser] of [first, second].entries())
    await browser('POST', '/api/v1/auth/user/signup', { json: { email: emails[i], password } })
  await enter(first, jar, emails[0])
  await enter(second, jar, emails[1])
  expect([await whoIs(first), await whoIs(second)]).toEqual(emails)
  for (const browser of [first, second]) {
    expect((await browser('POST', '/api/v1/auth/token/refresh')).status).toBe(200)
    expect((await browser('GET', '/api/auth/session')).body).toHaveProperty('expires')
  }
  await first('PATCH', '/api/v1/user/profile', { json: { language: 'fr' } })

  const { csrfToken } = (await first('GET', '/api/auth/csrf')).body
  await first('POST', '/api/auth/signout', { body: new URLSearchParams({ csrfToken }) })
  expectProblem(await first('GET', '/api/v1/auth/user/me'), 401, 'credential_missing')
  expect(await whoIs(second)).toBe(emails[1])
  await second('POST', '/api/v1/auth/user/signout')
  expectProblem(await second('GET', '/api/v1/auth/user/me'), 401, 'credential_missing')
  expect((await first('GET', '/sign-in')).text).toContain('<html lang="fr"')
  expect((await second('GET', '/sign-in')).text).toContain('<html lang="en"')
  for (const [name, value] of foreign) expect([name, jar.get(name)]).toEqual([name, value])
})

/**
 * Creates an account whose browser has the cookies of an earlier version: the same values under the
 * former names.
 */
async function enteredBefore() {
  const call = clientOf(sharedServer().address)
  const { email, authToken } = await signUp(call)
  const { sessionCookie } = await signInAsBrowser(call, email)
  const signedIn = await call('POST', '/api/v1/auth/user/signin', { json: { email, password } })
  const contentOf = (cookie: string | null) => cookie?.slice(cookie.indexOf('=') + 1) ?? ''
  const jar: Jar = new Map([
    ['next-auth.session-token', contentOf(sessionCookie)],
    ['jeton.refresh', contentOf(refreshCookieOf(signedIn))],
  ])
  return { email, authToken, jar, browser: browserAt(sharedServer().address, jar) }
}

test('who was signed in before the names changed stays so, and next-auth knows it', async () => {
  const { email, jar, browser } = await enteredBefore()
  expect(await whoIs(browser)).toBe(email)
  expect((await browser('GET', '/account/tokens')).text).toContain(email)
  expect((await browser('POST', '/api/v1/auth/token/refresh')).status).toBe(200)
  expect(jar.has('jeton.refresh')).toBe(false)
  expect((await browser('POST', '/api/v1/auth/token/refresh')).status).toBe(200)
  expect((await browser('GET', '/api/auth/session')).body).toHaveProperty('expires')
  expect([...jar.keys()].filter((name) => /session/.test(name))).toEqual([
    expect.stringMatching(/^jeton-[0-9a-f]{8}\.session$/),
  ])
  expect(await whoIs(browser)).toBe(email)
})

test.each([
  ['the API', (browser: Call) => browser('POST', '/api/v1/auth/user/signout')],
  [
    'next-auth',
    async (browser: Call) => {
      const { csrfToken } = (await browser('GET', '/api/auth/csrf')).body
      return browser('POST', '/api/auth/signout', { body: new URLSearchParams({ csrfToken }) })
    },
  ],
] as const)('a log out by %s leaves no cookie of ours, whatever its name', async (_, signOut) => {
  const { jar, browser } = await enteredBefore()
  await signOut(browser)
  expectProblem(await browser('GET', '/api/v1/auth/user/me'), 401, 'credential_missing')
  expect(jar.has('next-auth.session-token')).toBe(false)
})

test('after signing in anew, the session from before comes back by no log out', async () => {
  const { email, jar, browser } = await enteredBefore()
  await enter(browser, jar, email)
  expect(jar.has('next-auth.session-token')).toBe(false)
  await browser('POST', '/api/v1/auth/user/signout')
  expectProblem(await browser('GET', '/api/v1/auth/user/me'), 401, 'credential_missing')
})

test('a cookie of one installation opens nothing at the other', async () => {
  const { email } = await signUp(clientOf(sharedServer().address))
  const own = await tryToSignIn(clientOf(sharedServer().address), { email, password })
  const [ownName = '', value = ''] = own?.sessionCookie.split('=') ?? []
  for (const name of ['next-auth.session-token', ownName]) {
    const browser = browserAt(other.address, new Map([[name, value]]))
    expect((await browser('GET', '/api/v1/auth/user/me')).status).toBe(401)
  }
})
