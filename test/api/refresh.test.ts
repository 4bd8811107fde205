import { describe, expect, test } from 'vitest'
import { graceMs } from '@/lib/sessions/refresh'
import { currentSessionId, whoIs } from '@/test/support/account'
import { cookiesOf, tryToSignIn } from '@/test/support/browser'
import { type Answer, clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { expectProblem } from '@/test/support/problem'
import { refresh, refreshCookieOf, refreshLine } from '@/test/support/refresh'
import { sharedServer } from '@/test/support/shared-server'

const server = sharedServer()
const call = clientOf(server.address)

/** Begins a session, as a program that stores its cookies does. */
async function begin() {
  const { email } = await signUp(call)
  const answer = await call('POST', '/api/v1/auth/user/signin', { json: { email, password } })
  return { email, authToken: answer.body.token as string, cookie: refreshCookieOf(answer) ?? '' }
}

/**
 * Refreshes, and expects success.
 * @returns the new cookie and auth token
 */
async function refreshed(cookie: string) {
  const answer = await refresh(call, cookie)
  expect(answer.status).toBe(200)
  return { token: answer.body.token as string, cookie: refreshCookieOf(answer) ?? '' }
}

const isLive = async (authToken: string) =>
  (await whoIs(call, { 'xc-auth': authToken })) !== undefined

/** Backdates the last refresh of a session to before the grace period. */
function endGrace(cookie: string): Promise<void> {
  const past = new Date(Date.now() - graceMs - 1).toISOString().replace('Z', '+00:00')
  return changeDatabase(server, 'UPDATE "Session" SET "refreshedAt" = ? WHERE "id" = ?', {
    parameters: [past, sessionIn(cookie)],
  })
}

const sessionIn = (cookie: string) => cookie.split('=')[1]?.split('.')[0] ?? ''

function expectCleared(answer: Answer) {
  expect(refreshLine(answer)).toMatch(/^jeton-[0-9a-f]{8}\.refresh=;.*Max-Age=0/)
}

test('sign-up and sign-in set a cookie that neither scripts nor other sites get hold of', async () => {
  const email = `${crypto.randomUUID()}@example.com`
  for (const door of ['signup', 'signin']) {
    const line =
      refreshLine(await call('POST', `/api/v1/auth/user/${door}`, { json: { email, password } })) ??
      ''
    const flags = line.split('; ').slice(1)
    expect(flags).toEqual(
      expect.arrayContaining(['Path=/', 'HttpOnly', expect.stringMatching(/^SameSite=Strict$/i)]),
    )
    expect(Number(/Max-Age=(\d+)/.exec(line)?.[1]) / 86_400).toBeCloseTo(30, 2)
    expect(line).not.toMatch(/domain=/i)
  }
})

test('a refresh answers an auth token of the same session, and another cookie, again and again', async () => {
  const { email, authToken, cookie } = await begin()
  const sessionId = await currentSessionId(call, { 'xc-auth': authToken })
  const seen = new Set([cookie])
  for (let last = cookie, i = 0; i < 5; i += 1) {
    const next = await refreshed(last)
    expect(await whoIs(call, { 'xc-auth': next.token })).toBe(email)
    expect(await currentSessionId(call, { 'xc-auth': next.token })).toBe(sessionId)
    last = next.cookie
    seen.add(last)
  }
  expect(seen.size).toBe(6)
})

describe('a spent cookie', () => {
  test('that comes back ends its session, and no other', async () => {
    const { email, authToken, cookie } = await begin()
    const other = await signIn(call, email)
    const { token, cookie: living } = await refreshed(cookie)
    await endGrace(cookie)
    const answer = await refresh(call, cookie)
    expectProblem(answer, 401, 'token_invalid')
    expectCleared(answer)
    expectProblem(await refresh(call, living), 401, 'token_invalid')
    expect([await isLive(authToken), await isLive(token), await isLive(other)]).toEqual([
      false,
      false,
      true,
    ])
  })

  test.each([2, 3, 7])('%i refreshes old ends the session also within the grace', async (age) => {
    const { authToken, cookie } = await begin()
    let living = cookie
    for (let i = 0; i < age; i += 1) living = (await refreshed(living)).cookie
    expectProblem(await refresh(call, cookie), 401, 'token_invalid')
    expectProblem(await refresh(call, living), 401, 'token_invalid')
    expect(await isLive(authToken)).toBe(false)
  })
})

describe('two tabs that refresh together', () => {
  test('both go on, and the session has one living cookie', async () => {
    const { email, cookie } = await begin()
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(call, cookie)))
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
    for (const { body } of answers) expect(await whoIs(call, { 'xc-auth': body.token })).toBe(email)
    const living = answers.map(refreshCookieOf).filter((one) => one !== null)
    expect(living).toHaveLength(1)
    await refreshed(living[0] ?? '')
  })

  test('and go on later with the cookie that the browser was given, whoever asks first', async () => {
    const { email, cookie } = await begin()
    let jar = cookie
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all([refresh(call, jar), refresh(call, jar)])
      jar = answers.map(refreshCookieOf).find((one) => one !== null) ?? ''
      await endGrace(cookie)
    }
    expect(await whoIs(call, { 'xc-auth': (await refreshed(jar)).token })).toBe(email)
  })
})

describe('a stolen cookie', () => {
  test('used first by the thief: its owner comes later, and the thief is out', async () => {
    const { cookie } = await begin()
    const thief = await refreshed(cookie)
    await endGrace(cookie)
    expectProblem(await refresh(call, cookie), 401, 'token_invalid')
    expect(await isLive(thief.token)).toBe(false)
    expectProblem(await refresh(call, thief.cookie), 401, 'token_invalid')
  })

  test('used first by the thief, its owner within the grace: the owner’s next refresh shows it', async () => {
    const { cookie } = await begin()
    const thief = await refreshed(cookie)
    const owner = await refresh(call, cookie)
    expect(owner.status).toBe(200)
    // A consumed cookie never yields a valid one: the owner still holds the stolen cookie.
    expect(refreshCookieOf(owner)).toBeNull()
    await endGrace(cookie)
    expectProblem(await refresh(call, cookie), 401, 'token_invalid')
    expect([await isLive(thief.token), await isLive(owner.body.token)]).toEqual([false, false])
    expectProblem(await refresh(call, thief.cookie), 401, 'token_invalid')
  })

  test('used first by a thief who hurries on: the owner’s first refresh shows it', async () => {
    const { cookie } = await begin()
    const thief = await refreshed((await refreshed(cookie)).cookie)
    expectProblem(await refresh(call, cookie), 401, 'token_invalid')
    expect(await isLive(thief.token)).toBe(false)
  })

  test('used second by the thief: within the grace it leads no further than one auth token', async () => {
    const { cookie } = await begin()
    const owner = await refreshed(cookie)
    const thief = await refresh(call, cookie)
    expect(refreshCookieOf(thief)).toBeNull()
    await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': owner.token } })
    expect(await isLive(thief.body.token)).toBe(false)
  })
})

describe('the cookie ends with its session', () => {
  const ends: [string, (own: Awaited<ReturnType<typeof begin>>) => Promise<unknown>][] = [
    [
      'log out',
      ({ authToken }) =>
        call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': authToken } }),
    ],
    [
      'sign out everywhere else',
      async ({ email }) =>
        call('DELETE', '/api/v1/sessions', { headers: { 'xc-auth': await signIn(call, email) } }),
    ],
    [
      'a password changed elsewhere',
      async ({ email }) =>
        call('POST', '/api/v1/auth/user/password/change', {
          headers: { 'xc-auth': await signIn(call, email) },
          json: { currentPassword: password, newPassword: 'another long password' },
        }),
    ],
    [
      'the removal of its user',
      async ({ email }) =>
        changeDatabase(server, 'DELETE FROM "User" WHERE "email" = ?', { parameters: [email] }),
    ],
    [
      'its expiry',
      async ({ email }) =>
        changeDatabase(
          server,
          'UPDATE "Session" SET "expiresAt" = ? WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = ?)',
          { parameters: [new Date(Date.now() - 1000).toISOString().replace('Z', '+00:00'), email] },
        ),
    ],
  ]
  test.each(ends)('%s', async (_, end) => {
    const own = await begin()
    await end(own)
    const answer = await refresh(call, own.cookie)
    expectProblem(answer, 401, 'token_invalid')
    expectCleared(answer)
  })

  test('log out clears it, and leaves the cookie of another session alone', async () => {
    const { email, authToken, cookie } = await begin()
    const other = await signIn(call, email)
    const signOut = (token: string) =>
      call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': token, cookie } })
    expect(refreshLine(await signOut(other))).toBeUndefined()
    expectCleared(await signOut(authToken))
  })

  test('a log out that races a refresh leaves nothing alive', async () => {
    for (let i = 0; i < 8; i += 1) {
      const { authToken, cookie } = await begin()
      const signOut = call('POST', '/api/v1/auth/user/signout', {
        headers: { 'xc-auth': authToken },
      })
      const [answer] = await Promise.all([refresh(call, cookie), signOut])
      if (answer.status === 200) expect(await isLive(answer.body.token)).toBe(false)
      expectProblem(await refresh(call, refreshCookieOf(answer) || cookie), 401, 'token_invalid')
    }
  })
})

describe('nobody makes a cookie', () => {
  test('any character changed, another generation, another session, or no cookie of ours', async () => {
    const { authToken, cookie } = await begin()
    const other = await begin()
    const [name, value = ''] = cookie.split('=')
    const [sessionId, , signature] = value.split('.')
    const changed = [...value].map((character, i) => {
      const another = character === 'a' ? 'b' : 'a'
      return value.slice(0, i) + another + value.slice(i + 1)
    })
    const forged = [
      ...changed.filter((_, i) => i % 5 === 0 || i > value.length - 4),
      `${sessionId}.1.${signature}`,
      `${sessionId}.00.${signature}`,
      `${sessionIn(other.cookie)}.0.${signature}`,
      `${value}.`,
      ` ${value.slice(0, -1)}`,
      authToken,
      'x',
    ]
    for (const one of forged)
      expectProblem(await refresh(call, `${name}=${one}`), 401, 'token_invalid')
    // None of them ended the session: everyone who has seen an auth token knows its session's id.
    await refreshed(cookie)
  })

  test('an auth token or an API token in a header is none, and takes none away', async () => {
    const { authToken, cookie } = await begin()
    const { token } = await createToken(call, authToken)
    const others: Record<string, string>[] = [{ 'xc-auth': authToken }, { 'xc-token': token }, {}]
    for (const headers of others) {
      const answer = await call('POST', '/api/v1/auth/token/refresh', { headers })
      expectProblem(answer, 401, 'credential_missing')
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
    }
    // nocodb-sdk keeps sending the expired auth token.
    expect((await refresh(call, cookie, { 'xc-auth': 'expired' })).status).toBe(200)
  })

  test('the cookie is good for nothing else', async () => {
    const { cookie } = await begin()
    for (const [method, path] of [
      ['GET', '/api/v1/auth/user/me'],
      ['GET', '/api/v1/tokens'],
      ['POST', '/api/v1/auth/token'],
      ['GET', '/api/v1/verify'],
    ] as const) {
      expectProblem(await call(method, path, { headers: { cookie } }), 401, 'credential_missing')
    }
    const value = cookie.split('=')[1] ?? ''
    const presented = [
      ['xc-auth', value],
      ['xc-token', value],
      ['authorization', `Bearer ${value}`],
    ] as const
    for (const [header, text] of presented) {
      const answer = await call('GET', '/api/v1/auth/user/me', { headers: { [header]: text } })
      expectProblem(answer, 401, 'token_invalid')
    }
  })

  test('a cookie that is ahead of a restored backup is refused, and ends nothing', async () => {
    const { authToken, cookie } = await begin()
    const living = (await refreshed(cookie)).cookie
    await changeDatabase(server, 'UPDATE "Session" SET "refreshGeneration" = 0 WHERE "id" = ?', {
      parameters: [await currentSessionId(call, { 'xc-auth': authToken })],
    })
    expectProblem(await refresh(call, living), 401, 'token_invalid')
    expect(await isLive(authToken)).toBe(true)
  })
})

test.each<Record<string, string>>([
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evil.example' },
  { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
  { origin: 'null' },
  { origin: 'https://evil.example', 'xc-auth': 'x' },
  { 'sec-fetch-site': 'cross-site', 'xc-token': 'x' },
])('another site spends nobody’s cookie: %j', async (from) => {
  const { cookie } = await begin()
  const answer = await refresh(call, cookie, from)
  expectProblem(answer, 403, 'cross_origin')
  expect(refreshCookieOf(answer)).toBeNull()
  await refreshed(cookie)
})

test('a browser that signed up has the cookie cleared by either log out', async () => {
  for (const path of ['/api/v1/auth/user/signout', '/api/auth/signout']) {
    const answer = await call('POST', '/api/v1/auth/user/signup', {
      json: { email: `${crypto.randomUUID()}@example.com`, password },
    })
    const browser = await tryToSignIn(call, { token: answer.body.token })
    const cookie = `${browser?.cookie}; ${refreshCookieOf(answer)}`
    const body = new URLSearchParams({ csrfToken: browser?.csrfToken ?? '' })
    expect(cookiesOf(await call('POST', path, { headers: { cookie }, body })).join('\n')).toMatch(
      /^jeton-[0-9a-f]{8}\.refresh=;/m,
    )
  }
})
