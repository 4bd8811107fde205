import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { cookiesOf, signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, password, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const { address, owner } = sharedServer()
const call = clientOf(address)

const post = (action: string, json: object, headers = {}) =>
  call('POST', `/api/v1/auth/user/${action}`, { headers, json })
const me = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).body
const profile = (headers: Record<string, string>, json: object) =>
  call('PATCH', '/api/v1/user/profile', { headers, json })

test('one address in two spellings is one account', async () => {
  const address = `Ada.${randomUUID()}@Example.COM`
  expect((await post('signup', { email: ` ${address} `, password })).status).toBe(200)
  for (const email of [address, address.toLowerCase(), address.toUpperCase(), `\t${address}\n`]) {
    expectProblem(await post('signup', { email, password }), 409, 'email_taken')
    const { status, body } = await post('signin', { email, password })
    expect(status).toBe(200)
    expect((await me({ 'xc-auth': body.token })).email).toBe(address.toLowerCase())
  }
})

test('of 10 sign-ups at once with one address, exactly one makes an account', async () => {
  const email = `${randomUUID()}@example.com`
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      post('signup', { email: i % 2 ? email : email.toUpperCase(), password: `${password} ${i}` }),
    ),
  )
  const won = answers.findIndex(({ status }) => status === 200)
  const lost = answers.filter(({ status }) => status !== 200)
  expect(lost).toHaveLength(9)
  for (const answer of lost) expectProblem(answer, 409, 'email_taken')
  expect((await post('signin', { email, password: `${password} ${won}` })).status).toBe(200)
  expect((await post('signin', { email, password: `${password} ${(won + 1) % 10}` })).status).toBe(
    401,
  )
})

test('a wrong password and an unknown address look the same', async () => {
  const wrong = await post('signin', { email: owner.email, password: 'wrong password' })
  const unknown = await post('signin', { email: 'nobody@example.com', password })
  for (const answer of [wrong, unknown]) expectProblem(answer, 401, 'credentials_wrong')
  expect(wrong.text).toBe(unknown.text)
  const namesOf = (headers: Headers) => [...headers.keys()].sort()
  expect(namesOf(wrong.headers)).toEqual(namesOf(unknown.headers))
})

test('sign-up and sign-in answer a token, and set the refresh cookie alone', async () => {
  const email = `${randomUUID()}@example.com`
  for (const action of ['signup', 'signin']) {
    const answer = await post(action, { email, password })
    expect(answer.body).toEqual({ token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) })
    expect(cookiesOf(answer)).toEqual([expect.stringMatching(/^jeton-[0-9a-f]{8}\.refresh=/)])
  }
})

test('me tells who one is, by every kind of credential, and nothing more', async () => {
  const email = `${randomUUID()}@example.com`
  const { token } = (await post('signup', { email, password, name: '  Ada Lovelace ' })).body
  const user = {
    id: expect.stringMatching(/^[\w-]{20,}$/),
    email,
    display_name: 'Ada Lovelace',
    roles: { user: true },
    groups: [],
    language: null,
    theme: 'system',
  }
  const apiToken = (await createToken(call, token)).token
  const { cookie } = await signInAsBrowser(call, email)
  expect(await me({ 'xc-auth': token })).toEqual(user)
  expect(await me({ authorization: `Bearer ${token}` })).toEqual(user)
  expect(await me({ cookie })).toEqual(user)
  expect(await me({ 'xc-token': apiToken })).toEqual({ ...user, is_api_token: true })
  expect(await me({ authorization: `Bearer ${apiToken}` })).toEqual({ ...user, is_api_token: true })
})

test('the first account owns the installation, and no other does', async () => {
  expect((await me({ 'xc-auth': owner.authToken })).roles).toEqual({ user: true, owner: true })
  const { authToken } = await signUp(call)
  expect((await me({ 'xc-auth': authToken })).roles).toEqual({ user: true })
})

test('a profile keeps what was changed and leaves the rest', async () => {
  const headers = { 'xc-auth': (await signUp(call)).authToken }
  const before = await me(headers)
  const changes = [
    { display_name: 'Ada' },
    { language: 'fr' },
    { theme: 'dark' },
    { language: null },
    {},
  ]
  let expected = before
  for (const change of changes) {
    expected = { ...expected, ...change }
    const { status, body } = await profile(headers, change)
    expect({ status, body }).toEqual({ status: 200, body: expected })
    expect(await me(headers)).toEqual(expected)
  }
})

test.each([
  ['language', 'de'],
  ['language', ''],
  ['theme', 'pink'],
  ['theme', null],
  ['email', 'mallory@example.com'],
  ['roles', { owner: true }],
  ['id', 'x'],
])('a profile with %s of %j is refused as a whole', async (field, value) => {
  const headers = { 'xc-auth': (await signUp(call)).authToken }
  const before = await me(headers)
  const answer = await profile(headers, { display_name: 'Changed', [field]: value })
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors).toEqual([{ path: field, message: expect.stringMatching(/./) }])
  expect(await me(headers)).toEqual(before)
})

test('a changed password opens the account, and the old one no longer does', async () => {
  const { email, authToken } = await signUp(call)
  const newPassword = 'another long password'
  const json = { currentPassword: password, newPassword }
  expect((await post('password/change', json, { 'xc-auth': authToken })).status).toBe(200)
  expect((await post('signin', { email, password: newPassword })).status).toBe(200)
  expect((await post('signin', { email, password })).status).toBe(401)
})

test('of two password changes at once, exactly one is made', async () => {
  const { email, authToken } = await signUp(call)
  const change = (newPassword: string) =>
    post('password/change', { currentPassword: password, newPassword }, { 'xc-auth': authToken })
  const passwords = ['the first new one', 'the second new one', 'the third new one']
  const statuses = (await Promise.all(passwords.map(change))).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([200, 400, 400])
  const opened = await Promise.all(
    passwords.map((secret) => post('signin', { email, password: secret })),
  )
  expect(opened.map(({ status }) => status === 200)).toEqual(
    statuses.map((status) => status === 200),
  )
})

test.each([
  [
    'currentPassword',
    { currentPassword: 'wrong', newPassword: 'another long password' },
    'credentials_wrong',
  ],
  ['newPassword', { currentPassword: password, newPassword: '1234567' }, 'input_invalid'],
])('a refused password change names %s and changes nothing', async (path, json, code) => {
  const { email, authToken } = await signUp(call)
  const answer = await post('password/change', json, { 'xc-auth': authToken })
  expectProblem(answer, 400, code)
  expect(answer.body.errors).toEqual([{ path, message: expect.stringMatching(/./) }])
  expect((await post('signin', { email, password })).status).toBe(200)
})
