import { expect, test } from 'vitest'
import { whoIs } from '@/test/support/account'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const call = clientOf(sharedServer().address)

const list = (headers: Record<string, string>, query = '') =>
  call('GET', `/api/v1/sessions${query}`, { headers })

/** Creates a user with three sessions: a program's, a browser's, and another program's. */
async function userWithSessions() {
  const { email, authToken } = await signUp(call)
  const { cookie } = await signInAsBrowser(call, email)
  return {
    email,
    program: { 'xc-auth': authToken },
    browser: { cookie },
    other: { 'xc-auth': await signIn(call, email) },
  }
}

test('the list shows every session of its user and which of them asks', async () => {
  const { program, browser, other } = await userWithSessions()
  const lists = await Promise.all(
    [program, browser, other].map((headers) => list(headers as Record<string, string>)),
  )
  const current = lists.map(({ body }) => {
    expect(body.pageInfo).toEqual({
      totalRows: 3,
      page: 1,
      pageSize: 25,
      isFirstPage: true,
      isLastPage: true,
    })
    const ids = body.list.filter(({ is_current }: { is_current: boolean }) => is_current)
    expect(ids).toHaveLength(1)
    return ids[0].id
  })
  expect(new Set(current).size).toBe(3)
})

test('a session is described and never handed out', async () => {
  const { email, authToken } = await signUp(call)
  const agent =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'
  const signedIn = await call('POST', '/api/v1/auth/user/signin', {
    headers: { 'user-agent': agent },
    json: { email, password: 'correct horse battery staple' },
  })
  const { body, text } = await list({ 'xc-auth': signedIn.body.token })
  expect(body.list.find(({ is_current }: { is_current: boolean }) => is_current)).toEqual({
    id: expect.stringMatching(/^[\w-]{20,}$/),
    browser: expect.stringContaining('Chrome'),
    system: expect.stringContaining('Linux'),
    created_at: expect.stringMatching(rfc3339),
    last_seen_at: expect.stringMatching(rfc3339),
    expires_at: expect.stringMatching(rfc3339),
    is_current: true,
  })
  for (const secret of [authToken, signedIn.body.token])
    expect(text).not.toContain(secret.split('.')[2])
})

test.each([
  '',
  '\u00ff\u00fe',
  '<script>alert(1)</script>',
  `Mozilla/5.0 ${'x'.repeat(5000)}`,
  "'; DROP TABLE x",
])('whatever a program calls itself, its session is listed: %.30s', async (agent) => {
  const { email } = await signUp(call)
  const { body } = await call('POST', '/api/v1/auth/user/signin', {
    headers: { 'user-agent': agent },
    json: { email, password: 'correct horse battery staple' },
  })
  const listed = await list({ 'xc-auth': body.token })
  expect(listed.status).toBe(200)
  for (const { browser, system } of listed.body.list)
    expect(`${browser}${system}`).not.toMatch(/[<>]/)
})

test('one session can be ended from another, and only that one ends', async () => {
  const { email, program, browser, other } = await userWithSessions()
  const { id } = (await list(browser)).body.list.find(
    ({ is_current }: { is_current: boolean }) => is_current,
  )
  const end = () => call('DELETE', `/api/v1/sessions/${id}`, { headers: program })
  expect((await end()).status).toBe(200)
  expect(await whoIs(call, browser)).toBeUndefined()
  expect(await whoIs(call, program)).toBe(email)
  expect(await whoIs(call, other)).toBe(email)
  expectProblem(await end(), 404, 'not_found')
})

test('a session may end itself, which is a log out', async () => {
  const { program } = await userWithSessions()
  const { id } = (await list(program)).body.list.find(
    ({ is_current }: { is_current: boolean }) => is_current,
  )
  expect((await call('DELETE', `/api/v1/sessions/${id}`, { headers: program })).status).toBe(200)
  expectProblem(await list(program), 401, 'token_invalid')
})

test('all other sessions can be ended at once; the one that asks and the API token live on', async () => {
  const { email, program, browser, other } = await userWithSessions()
  const { token } = await createToken(call, program['xc-auth'])
  const { status, body } = await call('DELETE', '/api/v1/sessions', { headers: browser })
  expect({ status, ended: body.ended }).toEqual({ status: 200, ended: 2 })
  expect(await whoIs(call, program)).toBeUndefined()
  expect(await whoIs(call, other)).toBeUndefined()
  expect(await whoIs(call, browser)).toBe(email)
  expect(await whoIs(call, { 'xc-token': token })).toBe(email)
  expect((await list(browser)).body.pageInfo.totalRows).toBe(1)
})

test('two sessions that end each other at once do not both live on', async () => {
  const { program, other } = await userWithSessions()
  await Promise.all(
    [program, other].map((headers) => call('DELETE', '/api/v1/sessions', { headers })),
  )
  const alive = (await Promise.all([program, other].map((headers) => whoIs(call, headers)))).filter(
    Boolean,
  )
  expect(alive.length).toBeLessThan(2)
})

test('pages of the list add up to the whole', async () => {
  const { program } = await userWithSessions()
  const whole = (await list(program)).body.list.map(({ id }: { id: string }) => id)
  const pages = await Promise.all(
    [0, 1, 2, 3].map((offset) => list(program, `?limit=1&offset=${offset}`)),
  )
  expect(
    new Set(pages.flatMap(({ body }) => body.list.map(({ id }: { id: string }) => id))),
  ).toEqual(new Set(whole))
  expect(pages.map(({ body }) => [body.pageInfo.isFirstPage, body.pageInfo.isLastPage])).toEqual([
    [true, false],
    [false, false],
    [false, true],
    [false, true],
  ])
})

test.each([
  'limit=0',
  'limit=-1',
  'limit=1001',
  'limit=1.5',
  'limit=x',
  'limit=0x10',
  'limit=1e1',
  'limit=%2010',
  'limit=NaN',
  'offset=-1',
  'offset=1e400',
  'offset=9007199254740993',
])('a page that cannot be is refused: %s', async (query) => {
  const { authToken } = await signUp(call)
  for (const path of ['sessions', 'tokens']) {
    const answer = await call('GET', `/api/v1/${path}?${query}`, {
      headers: { 'xc-auth': authToken },
    })
    expectProblem(answer, 400, 'input_invalid')
    expect(answer.body.errors[0].path).toBe(query.split('=')[0])
  }
})
