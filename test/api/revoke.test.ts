import { randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { accountOf } from '@/test/support/account'
import { activityOf, newActivityOf } from '@/test/support/activity'
import { signInAsBrowser } from '@/test/support/browser'
import { type Answer, clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { newMember, newOwner, peopleAs, type User } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { replaceSecret } from '@/test/support/replace-secret'
import { sharedServer } from '@/test/support/shared-server'

/* Tokens are ended by somebody who holds them (RFC 7009). */

const server = sharedServer()
const call = clientOf(server.address)

const revoke = (token: string, headers: Record<string, string> = {}) =>
  call('POST', '/api/v1/revoke', { headers, body: new URLSearchParams({ token }) })
const verify = (headers: Record<string, string>) => call('GET', '/api/v1/verify', { headers })
const statusOf = async (headers: Record<string, string>) => (await verify(headers)).status

/** All that a caller learns from an answer, but its moment. */
const seen = ({ status, text, headers }: Answer) => ({
  status,
  text,
  headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)),
})

async function expectEnded(token: string, headers = {}): Promise<void> {
  const answer = await revoke(token, headers)
  expect(answer).toMatchObject({ status: 200, text: '' })
}

let user: User
beforeAll(async () => {
  user = await newMember(call)
})

const newToken = (name = 'found') => createToken(call, user.headers['xc-auth'] ?? '', name)

test('white space around a token does not save it', async () => {
  const { token } = await newToken()
  await expectEnded(` ${token}\r\n`)
  expect(await statusOf({ 'xc-token': token })).toBe(401)
})

test('an API token ends at once, and its user reads of it', async () => {
  const { id, token } = await newToken('deploy')
  const before = await activityOf(call, user.headers)
  const bystander = await signUp(call)
  expect(await statusOf({ 'xc-token': token })).toBe(200)
  await expectEnded(token, {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  })
  expect(await statusOf({ 'xc-token': token })).toBe(401)
  expect((await call('GET', '/api/v1/tokens', { headers: user.headers })).body.list).toEqual([])
  expect(await newActivityOf(call, user.headers, before)).toEqual([
    expect.objectContaining({
      action: 'revoked_by_holder',
      credential: 'api_token',
      actor_email: null,
      session_id: null,
      browser: 'Firefox 128',
      detail: { token_id: id, token_name: 'deploy' },
    }),
  ])
  expect(await statusOf(user.headers)).toBe(200)
  expect(await statusOf({ 'xc-auth': bystander.authToken })).toBe(200)
})

test('an auth token ends its session, with the other auth tokens of it, and no other session', async () => {
  const other = { 'xc-auth': await signIn(call, user.email) }
  const { body } = await call('POST', '/api/v1/auth/token', { headers: other })
  const before = await activityOf(call, user.headers)
  await expectEnded(body.token)
  for (const token of [body.token, other['xc-auth']])
    expect(await statusOf({ 'xc-auth': token })).toBe(401)
  expect(await newActivityOf(call, user.headers, before)).toEqual([
    expect.objectContaining({
      action: 'revoked_by_holder',
      credential: 'auth_token',
      actor_email: null,
      detail: expect.objectContaining({ session_id: decodeJwt(body.token).sid }),
    }),
  ])
})

describe('a replaced secret', () => {
  test('ends alone, and the current one stays', async () => {
    const { id, token: previous } = await newToken()
    const current = await replaceSecret(server, { id, keepMs: 3_600_000 })
    const before = await activityOf(call, user.headers)
    expect(await statusOf({ 'xc-token': previous })).toBe(200)
    await expectEnded(previous)
    expect(await statusOf({ 'xc-token': previous })).toBe(401)
    expect(await statusOf({ 'xc-token': current })).toBe(200)
    await expectEnded(previous)
    expect(await newActivityOf(call, user.headers, before)).toEqual([
      expect.objectContaining({
        action: 'revoked_by_holder',
        detail: { token_id: id, token_name: 'found', reason: 'previous_secret' },
      }),
    ])
    const [row] = (await call('GET', '/api/v1/tokens', { headers: user.headers })).body.list
    expect(row.id).toBe(id)
    await expectEnded(current)
  })

  test('that is over ends nothing', async () => {
    const { id, token: previous } = await newToken()
    const current = await replaceSecret(server, { id, keepMs: -1_000 })
    const before = await activityOf(call, user.headers)
    await expectEnded(previous)
    expect(await statusOf({ 'xc-token': current })).toBe(200)
    expect(await newActivityOf(call, user.headers, before)).toEqual([])
    await expectEnded(current)
  })

  test('ends with the current one', async () => {
    const { id, token: previous } = await newToken()
    const current = await replaceSecret(server, { id, keepMs: 3_600_000 })
    await expectEnded(current)
    for (const token of [previous, current]) expect(await statusOf({ 'xc-token': token })).toBe(401)
  })
})

test('a machine’s token ends', async () => {
  const owner = await newOwner(server, call)
  const people = peopleAs(call, owner)
  const { body: machine } = await people.post('', { kind: 'machine', display_name: 'Robot' })
  const { body: made } = await people.post(`/${machine.id}/token`, { name: 'deploy' })
  await expectEnded(made.token)
  expect(await statusOf({ 'xc-token': made.token })).toBe(401)
  const rows = await askDatabase(
    server,
    `SELECT "action" FROM "Activity" WHERE "userId" = '${machine.id}' ORDER BY "sequence" DESC LIMIT 1`,
  )
  expect(rows).toEqual([{ action: 'revoked_by_holder' }])
})

test('a token ends though its user is disabled, and stays ended when the user is enabled', async () => {
  const disabled = await newMember(call)
  const { token } = await createToken(call, disabled.headers['xc-auth'] ?? '')
  const set = (value: string) =>
    changeDatabase(server, `UPDATE "User" SET "disabledAt" = ${value} WHERE "id" = ?`, {
      parameters: [disabled.id],
    })
  await set('"createdAt"')
  await expectEnded(token)
  await set('NULL')
  expect(await statusOf({ 'xc-token': token })).toBe(401)
})

test('a token with a list of services ends', async () => {
  const { id, token } = await newToken()
  const change = { headers: user.headers, json: { services: [] } }
  expect((await call('PATCH', `/api/v1/tokens/${id}`, change)).status).toBe(200)
  await expectEnded(token)
  expect((await call('GET', '/api/v1/tokens', { headers: user.headers })).body.list).toEqual([])
})

test('every text is answered alike, whether or not it was a token, and ends nothing of others', async () => {
  const { id, token } = await newToken()
  const [live, deleted, loggedOut] = [
    await signIn(call, user.email),
    token,
    await signIn(call, user.email),
  ]
  await call('DELETE', `/api/v1/tokens/${id}`, { headers: user.headers })
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': loggedOut } })
  const { sessionCookie } = await signInAsBrowser(call, user.email)
  const before = await accountOf(call, user.headers)
  const rows = await activityOf(call, user.headers)
  const texts = [
    deleted,
    loggedOut,
    makeApiTokenSecret(randomBytes),
    `${token}x`,
    `${live}x`,
    `Bearer ${live}`,
    sessionCookie.split('=')[1] ?? '',
    id,
    user.id,
    user.email,
    password,
    'x',
    '\u0000',
    'jtn_',
    '💥'.repeat(500),
    '.'.repeat(60_000),
  ]
  const answers = [await revoke(await newToken().then((made) => made.token))]
  for (const text of texts) answers.push(await revoke(text))
  expect(answers[0]?.status).toBe(200)
  for (const answer of answers) expect(seen(answer)).toEqual(seen(answers[0] as Answer))
  expect(await accountOf(call, user.headers)).toEqual(before)
  const later = await newActivityOf(call, user.headers, rows)
  expect(later.map(({ action }) => action)).toEqual(['revoked_by_holder', 'token_created'])
})

test('an auth token that has expired ends nothing', async () => {
  const { id } = await newToken()
  await call('DELETE', `/api/v1/tokens/${id}`, { headers: user.headers })
  const session = await signIn(call, user.email)
  const { sid } = decodeJwt(session)
  await changeDatabase(server, `UPDATE "Session" SET "expiresAt" = "createdAt" WHERE "id" = ?`, {
    parameters: [sid],
  })
  const before = await activityOf(call, user.headers)
  await expectEnded(session)
  expect(await newActivityOf(call, user.headers, before)).toEqual([])
})

test('of twenty at once, all are answered alike, and one is recorded', async () => {
  const { token } = await newToken()
  const session = await signIn(call, user.email)
  for (const each of [token, session]) {
    const before = await activityOf(call, user.headers)
    const answers = await Promise.all(Array.from({ length: 20 }, () => revoke(each)))
    expect(new Set(answers.map(({ status, text }) => `${status}${text}`))).toEqual(new Set(['200']))
    expect(await newActivityOf(call, user.headers, before)).toHaveLength(1)
  }
})

test('no credential is read: a valid one is neither used nor ended, a bad one is not refused', async () => {
  const { id, token } = await newToken()
  const ended = await signIn(call, user.email)
  for (const headers of [
    { 'xc-token': token },
    { authorization: `Bearer ${token}` },
    { authorization: `Basic ${btoa(`jeton:${token}`)}` },
    { 'xc-token': 'nonsense' },
    { authorization: 'Basic YTpi' },
    { cookie: (await signInAsBrowser(call, user.email)).cookie },
  ])
    await expectEnded(ended, headers)
  const [row] = (await call('GET', '/api/v1/tokens', { headers: user.headers })).body.list
  expect(row).toMatchObject({ id, use_count: 0, last_used_at: null })
  await expectEnded(token)
})

test('a page of any origin may ask, and read the answer, with no cookie’s help', async () => {
  const { token } = await newToken()
  const from = { origin: 'https://scanner.example', 'sec-fetch-site': 'cross-site' }
  const answer = await revoke(token, from)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect(await statusOf({ 'xc-token': token })).toBe(401)
  const cookie = (await signInAsBrowser(call, user.email)).cookie
  const before = await accountOf(call, user.headers)
  await expectEnded('x', { ...from, cookie })
  expect(await accountOf(call, user.headers)).toEqual(before)
})

describe('a request that is not well-formed', () => {
  const asked = (body: string, type = 'application/x-www-form-urlencoded') =>
    call('POST', '/api/v1/revoke', { headers: { 'content-type': type }, body })

  test.each(['', 'token=', 'token_type_hint=access_token', 'token=x&token=y'])(
    '“%s” is an invalid request, in the words of RFC 6749 too',
    async (body) => {
      const answer = await asked(body)
      expectProblem(answer, 400, 'input_invalid')
      expect(answer.body.error).toBe('invalid_request')
    },
  )

  test('a token in the address or in JSON is not taken, and ends nothing', async () => {
    const { token } = await newToken()
    const inAddress = await call('POST', `/api/v1/revoke?token=${token}`, {
      body: new URLSearchParams(),
    })
    expectProblem(inAddress, 400, 'input_invalid')
    expectProblem(await asked(JSON.stringify({ token }), 'application/json'), 415, 'input_invalid')
    expectProblem(await asked(`token=${'x'.repeat(70_000)}`), 413, 'input_invalid')
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
      expectProblem(await call(method, `/api/v1/revoke?token=${token}`), 405, 'method_not_allowed')
    expect(await statusOf({ 'xc-token': token })).toBe(200)
    await expectEnded(token)
  })
})
