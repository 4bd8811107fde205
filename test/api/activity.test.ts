import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { graceMs } from '@/lib/sessions/refresh'
import { currentSessionId, type Headers } from '@/test/support/account'
import { activityOf, newActivityOf } from '@/test/support/activity'
import { signInAsBrowser, tryToSignIn } from '@/test/support/browser'
import { type Call, clientOf, createToken, password, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { newAddress } from '@/test/support/limits'
import { expectProblem } from '@/test/support/problem'
import { refresh, refreshCookieOf } from '@/test/support/refresh'
import { type Server, startServer } from '@/test/support/server'

/*
 * Every action on an account is recorded in the audit log with its time, source address and
 * credential, for the account's user to read.
 */

const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'

let server: Server
let home: string
let call: Call

beforeAll(async () => {
  server = await startServer({ JETON_TRUST_PROXY: '1', JETON_RATE_LIMIT: 'on' })
})
afterAll(() => server.stop())

/** @returns a client with a source address and a browser of its own */
function clientAt(address: string): Call {
  const call = clientOf(server.address)
  return (method, path, { headers = {}, ...rest } = {}) =>
    call(method, path, {
      ...rest,
      headers: { 'x-forwarded-for': address, 'user-agent': chrome, ...headers },
    })
}

/** @returns another program at the same source address */
const withBrowser =
  (userAgent: string): Call =>
  (method, path, { headers = {}, ...rest } = {}) =>
    call(method, path, { ...rest, headers: { ...headers, 'user-agent': userAgent } })

/** Signs up a new user from a new source address. */
async function somebody() {
  home = newAddress()
  call = clientAt(home)
  const { email, authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  return { email, headers, sessionId: await currentSessionId(call, headers) }
}

/** @returns the audit log rows that the action has added, newest first */
async function rowsOf(headers: Headers, act: () => Promise<unknown>) {
  const before = await activityOf(call, headers)
  await act()
  return newActivityOf(call, headers, before)
}

const from = () => ({ address: home, browser: 'Chrome 131', system: 'Linux' })

const signInAgain = (email: string, secret = password) =>
  call('POST', '/api/v1/auth/user/signin', { json: { email, password: secret } })

test('an account begins with its sign-up, whole in every field', async () => {
  const { headers, sessionId } = await somebody()
  const rows = await activityOf(call, headers)
  expect(rows).toEqual([
    {
      id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      at: expect.any(String),
      action: 'signed_up',
      credential: 'password',
      actor_email: null,
      session_id: sessionId,
      ...from(),
      detail: {},
    },
  ])
  expect(Math.abs(Date.parse(rows[0]?.at ?? '') - Date.now())).toBeLessThan(10_000)
})

describe('signing in', () => {
  test('by the API and by the page, each with its own session', async () => {
    const { email, headers } = await somebody()
    const rows = await rowsOf(headers, async () => {
      await signInAgain(email)
      await signInAsBrowser(call, email)
    })
    const sessions = (await call('GET', '/api/v1/sessions', { headers })).body.list
    const others = sessions.filter((session: { is_current: boolean }) => !session.is_current)
    expect(rows).toEqual([
      expect.objectContaining({
        action: 'signed_in',
        credential: 'password',
        ...from(),
        detail: {},
      }),
      expect.objectContaining({
        action: 'signed_in',
        credential: 'password',
        ...from(),
        detail: {},
      }),
    ])
    expect(new Set(rows.map((row) => row.session_id))).toEqual(
      new Set(others.map(({ id }: { id: string }) => id)),
    )
  })

  test('signing up in a browser, which takes the session over, is no second row', async () => {
    const { headers, sessionId } = await somebody()
    const rows = await rowsOf(headers, async () => {
      const browser = await tryToSignIn(call, { token: headers['xc-auth'] })
      expect(await currentSessionId(call, { cookie: browser?.cookie ?? '' })).toBe(sessionId)
      expect(await tryToSignIn(call, { token: headers['xc-auth'] })).toBeNull()
    })
    expect(rows).toEqual([])
  })

  test.each([
    ['address', () => clientAt(newAddress())],
    ['browser', () => withBrowser('curl/8.5.0')],
  ] as const)("with sign-up's auth token from another %s is a row, once", async (_, elsewhere) => {
    const { headers, sessionId } = await somebody()
    const thief = elsewhere()
    const rows = await rowsOf(headers, async () => {
      expect(await tryToSignIn(thief, { token: headers['xc-auth'] })).not.toBeNull()
      expect(await tryToSignIn(thief, { token: headers['xc-auth'] })).toBeNull()
    })
    expect(
      rows.map(({ action, credential, session_id }) => [action, credential, session_id]),
    ).toEqual([['signed_in', 'auth_token', sessionId]])
  })

  test('with a wrong password, by the API and by the page, from wherever it was tried', async () => {
    const { email, headers } = await somebody()
    const away = newAddress()
    const stranger = clientAt(away)
    const rows = await rowsOf(headers, async () => {
      const json = { email: email.toUpperCase(), password: 'not the password' }
      await stranger('POST', '/api/v1/auth/user/signin', { json })
      expect(await tryToSignIn(stranger, { email, password: 'not the password' })).toBeNull()
    })
    expect(rows).toHaveLength(2)
    for (const row of rows)
      expect(row).toMatchObject({
        action: 'sign_in_failed',
        credential: 'password',
        session_id: null,
        address: away,
        detail: { reason: 'credentials_wrong' },
      })
  })

  test('too often: a try is written down as long as it is counted, and a flood fills no table', async () => {
    const { email, headers } = await somebody()
    const stranger = clientAt(newAddress())
    const rows = await rowsOf(headers, async () => {
      for (let i = 0; i < 15; i += 1)
        await stranger('POST', '/api/v1/auth/user/signin', {
          json: { email, password: `guess ${i}` },
        })
    })
    const reasons = rows.map(({ detail }) => detail.reason)
    expect(reasons).toEqual(['rate_limited', ...Array(10).fill('credentials_wrong')])
  })

  test('with an address that nobody has: kept as typed where it is one, and not at all where it is not', async () => {
    const { headers } = await somebody()
    const unknown = `${randomUUID()}@nowhere.example`
    const slip = `my secret ${randomUUID()}`
    const rows = await rowsOf(headers, async () => {
      for (const email of [unknown, slip]) {
        await signInAgain(email, 'some password')
        await tryToSignIn(call, { email, password: 'some password' })
      }
    })
    expect(rows).toEqual([])
    const stored = await askDatabase(server, 'SELECT * FROM "Activity" WHERE "userId" IS NULL')
    const ofUnknown = stored.filter(({ email }) => email === unknown)
    expect(ofUnknown).toHaveLength(2)
    expect(ofUnknown[0]).toMatchObject({ action: 'sign_in_failed', sessionId: null, address: home })
    expect(JSON.stringify(stored)).not.toContain(slip)
  })
})

describe('signing out', () => {
  test('by an auth token, by the cookie, and by next-auth, each once', async () => {
    const { email, headers } = await somebody()
    const asProgram = { 'xc-auth': (await signInAgain(email)).body.token }
    const [page, button] = [await signInAsBrowser(call, email), await signInAsBrowser(call, email)]
    const ids = [
      await currentSessionId(call, asProgram),
      await currentSessionId(call, { cookie: page.cookie }),
      await currentSessionId(call, { cookie: button.cookie }),
    ]
    const signOutOfPage = () =>
      call('POST', '/api/auth/signout', {
        headers: { cookie: button.cookie },
        body: new URLSearchParams({ csrfToken: button.csrfToken, json: 'true' }),
      })
    const rows = await rowsOf(headers, async () => {
      await call('POST', '/api/v1/auth/user/signout', { headers: asProgram })
      await call('POST', '/api/v1/auth/user/signout', { headers: { cookie: page.cookie } })
      await signOutOfPage()
      await signOutOfPage()
    })
    expect(
      rows.map(({ action, credential, session_id }) => [action, credential, session_id]),
    ).toEqual([
      ['signed_out', 'session', ids[2]],
      ['signed_out', 'session', ids[1]],
      ['signed_out', 'auth_token', ids[0]],
    ])
    for (const row of rows) expect(row).toMatchObject(from())
  })

  test('another device names the device; everywhere else says how many; nothing ended is nothing to say', async () => {
    const { email, headers, sessionId } = await somebody()
    const other = await currentSessionId(call, { 'xc-auth': (await signInAgain(email)).body.token })
    await signInAgain(email)
    await signInAgain(email)
    const rows = await rowsOf(headers, async () => {
      await call('DELETE', `/api/v1/sessions/${other}`, { headers })
      expectProblem(
        await call('DELETE', `/api/v1/sessions/${other}`, { headers }),
        404,
        'not_found',
      )
      await call('DELETE', '/api/v1/sessions', { headers })
      await call('DELETE', '/api/v1/sessions', { headers })
    })
    const by = { credential: 'auth_token', session_id: sessionId, ...from() }
    expect(rows).toEqual([
      expect.objectContaining({ action: 'other_sessions_ended', detail: { ended: 2 }, ...by }),
      expect.objectContaining({
        action: 'session_ended',
        detail: { session_id: other, browser: 'Chrome 131', system: 'Linux' },
        ...by,
      }),
    ])
  })

  test('one that is given its own id logs out', async () => {
    const { email, headers } = await somebody()
    const own = { 'xc-auth': (await signInAgain(email)).body.token }
    const id = await currentSessionId(call, own)
    const rows = await rowsOf(headers, () =>
      call('DELETE', `/api/v1/sessions/${id}`, { headers: own }),
    )
    expect(rows).toEqual([expect.objectContaining({ action: 'signed_out', session_id: id })])
  })
})

test('a refresh mints an auth token; a spent cookie that comes back ends its session, by whoever held it', async () => {
  const { email, headers } = await somebody()
  const signedIn = await signInAgain(email)
  const spent = refreshCookieOf(signedIn) ?? ''
  const sessionId = await currentSessionId(call, { 'xc-auth': signedIn.body.token })
  const thief = clientAt(newAddress())
  const rows = await rowsOf(headers, async () => {
    expect((await refresh(call, spent)).status).toBe(200)
    expect((await refresh(call, spent)).status).toBe(200)
    const past = new Date(Date.now() - graceMs - 1).toISOString().replace('Z', '+00:00')
    await changeDatabase(server, 'UPDATE "Session" SET "refreshedAt" = ? WHERE "id" = ?', {
      parameters: [past, sessionId],
    })
    expect((await refresh(thief, spent)).status).toBe(401)
    expect((await refresh(thief, spent)).status).toBe(401)
  })
  const by = { credential: 'refresh_cookie', session_id: sessionId }
  expect(rows).toEqual([
    expect.objectContaining({
      action: 'session_ended',
      ...by,
      detail: { session_id: sessionId, reason: 'refresh_cookie_reused' },
    }),
    expect.objectContaining({ action: 'auth_token_issued', ...by, ...from() }),
    expect.objectContaining({ action: 'auth_token_issued', ...by, ...from() }),
  ])
  expect(rows[0]?.address).not.toBe(home)
})

test('an auth token that is minted: until when, and by which credential', async () => {
  const { email, headers } = await somebody()
  const { cookie } = await signInAsBrowser(call, email)
  let expiresAt = ''
  const rows = await rowsOf(headers, async () => {
    await call('POST', '/api/v1/auth/token', { headers })
    expiresAt = (await call('POST', '/api/v1/auth/token', { headers: { cookie } })).body.expires_at
  })
  expect(rows.map(({ action, credential }) => [action, credential])).toEqual([
    ['auth_token_issued', 'session'],
    ['auth_token_issued', 'auth_token'],
  ])
  expect(rows[0]?.detail).toEqual({ expires_at: expiresAt })
})

describe('an API token', () => {
  test('made, copied and deleted, by its name; what was refused has left no row', async () => {
    const { headers, sessionId } = await somebody()
    let id = ''
    const rows = await rowsOf(headers, async () => {
      id = (await createToken(call, headers['xc-auth'], 'deploy “é”')).id
      expect(
        (await call('POST', '/api/v1/tokens', { headers, json: { name: 'second' } })).status,
      ).toBe(409)
      await call('GET', `/api/v1/tokens/${id}/secret`, { headers })
      await call('GET', `/api/v1/tokens/${randomUUID()}/secret`, { headers })
      await call('DELETE', `/api/v1/tokens/${id}`, { headers })
      await call('DELETE', `/api/v1/tokens/${id}`, { headers })
    })
    const detail = { token_id: id, token_name: 'deploy “é”' }
    const by = { credential: 'auth_token', session_id: sessionId, ...from(), detail }
    expect(rows).toEqual([
      expect.objectContaining({ action: 'token_deleted', ...by }),
      expect.objectContaining({ action: 'token_copied', ...by }),
      expect.objectContaining({ action: 'token_created', ...by }),
    ])
  })

  test('of many creates and deletes at once, one is done and one is written down', async () => {
    const { headers } = await somebody()
    const many = Array.from({ length: 20 })
    const rows = await rowsOf(headers, async () => {
      const made = await Promise.all(
        many.map((_, i) => call('POST', '/api/v1/tokens', { headers, json: { name: `${i}` } })),
      )
      const { id } = made.find(({ status }) => status === 200)?.body ?? {}
      await Promise.all(many.map(() => call('DELETE', `/api/v1/tokens/${id}`, { headers })))
    })
    expect(rows.map(({ action }) => action)).toEqual(['token_deleted', 'token_created'])
  })
})

test('the password: changed, with how many sessions that ended, or tried with a wrong one', async () => {
  const { email, headers } = await somebody()
  await signInAgain(email)
  const change = (currentPassword: string) =>
    call('POST', '/api/v1/auth/user/password/change', {
      headers,
      json: { currentPassword, newPassword: 'another long passphrase' },
    })
  const rows = await rowsOf(headers, async () => {
    expect((await change('not this one')).status).toBe(400)
    expect((await change(password)).status).toBe(200)
  })
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['password_changed', { ended: 1 }],
    ['password_change_failed', { reason: 'credentials_wrong' }],
  ])
})

test('settings: which ones, and not to what', async () => {
  const { headers } = await somebody()
  const name = `name ${randomUUID()}`
  const rows = await rowsOf(headers, async () => {
    for (const json of [
      { display_name: name, theme: 'dark' },
      { language: 'fr' },
      { language: 'fr' },
      {},
    ])
      expect((await call('PATCH', '/api/v1/user/profile', { headers, json })).status).toBe(200)
  })
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['settings_changed', { settings: ['language'] }],
    ['settings_changed', { settings: ['display_name', 'theme'] }],
  ])
  expect(JSON.stringify(rows)).not.toContain(name)
})

describe('reading it', () => {
  test('is for its user alone, and not for an API token', async () => {
    const { headers } = await somebody()
    const { token } = await createToken(call, headers['xc-auth'])
    const other = await somebody()
    const ids = (await activityOf(call, headers)).map(({ id }) => id)
    const others = (await activityOf(call, other.headers)).map(({ id }) => id)
    expect(ids.filter((id) => others.includes(id))).toEqual([])
    const withToken = await call('GET', '/api/v1/activity', { headers: { 'xc-token': token } })
    expectProblem(withToken, 403, 'session_required')
    expectProblem(await call('GET', '/api/v1/activity'), 401, 'credential_missing')
    const first = await call('GET', '/api/v1/activity?limit=1', { headers })
    const path = `/api/v1/activity?cursor=${first.body.next_cursor}`
    const elsewhere = await call('GET', path, { headers: other.headers })
    expect(
      elsewhere.body.list
        .map(({ id }: { id: string }) => id)
        .filter((id: string) => ids.includes(id)),
    ).toEqual([])
  })

  test('pages stay what they were while rows come, and add up to the whole', async () => {
    const { headers } = await somebody()
    const add = () => call('POST', '/api/v1/auth/token', { headers })
    for (let i = 0; i < 7; i += 1) await add()
    const whole = (await activityOf(call, headers)).map(({ id }) => id)
    const read: string[] = []
    const lasts: boolean[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor ? `limit=3&cursor=${cursor}` : 'limit=3'
      const { body } = await call('GET', `/api/v1/activity?${query}`, { headers })
      expect(body.pageInfo).toEqual({
        pageSize: 3,
        isFirstPage: cursor === '',
        isLastPage: body.next_cursor === null,
      })
      read.push(...body.list.map(({ id }: { id: string }) => id))
      lasts.push(body.pageInfo.isLastPage)
      cursor = body.next_cursor
      await add()
    }
    expect(read).toEqual(whole)
    expect(lasts).toEqual([false, false, true])
  })

  test.each([
    'cursor=',
    'cursor=x',
    'cursor=null',
    `cursor=${Buffer.from(`99999999999999999.${randomUUID()}`).toString('base64url')}`,
    `cursor=${Buffer.from(`1.${'x'.repeat(36)}`).toString('base64url')}`,
    `cursor=${Buffer.from(`1.${randomUUID()}`).toString('base64url')}=`,
    'limit=0',
    'limit=1001',
    'limit=1e1',
  ])('a page that cannot be is refused: %s', async (query) => {
    const { headers } = await somebody()
    const answer = await call('GET', `/api/v1/activity?${query}`, { headers })
    expectProblem(answer, 400, 'input_invalid')
    expect(answer.body.errors[0].path).toBe(query.split('=')[0])
  })
})
