import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Call, callerOf, clientOf, password, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { everythingIn } from '@/test/support/every-table'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'
import { sharedServer } from '@/test/support/shared-server'

/* Invitations, on a server where sign-up is closed. */

let server: Server
let call: Call
let owner: string

beforeAll(async () => {
  server = await startServer({ JETON_SIGNUP: 'closed' })
  call = clientOf(server.address)
  owner = (await signUp(call)).authToken
})
afterAll(() => server.stop())

interface Invited {
  id: string
  email: string
  token: string
}

async function invite(email = `${randomUUID()}@example.com`, more: object = {}): Promise<Invited> {
  const headers = { 'xc-auth': owner }
  const { body } = await call('POST', '/api/v1/users', { headers, json: { email, ...more } })
  return { id: body.id, email: body.email, token: body.invite_token }
}

const join = (json: object) => call('POST', '/api/v1/auth/user/signup', { json })
const accept = ({ email, token }: Invited, more: object = {}) =>
  join({ email, token, password, ...more })
const signInWith = (email: string, secret: string) =>
  call('POST', '/api/v1/auth/user/signin', { json: { email, password: secret } })
const get = async (path: string, authToken: string) =>
  (await call('GET', path, { headers: { 'xc-auth': authToken } })).body

const expectInvalid = (answer: Answer) => expectProblem(answer, 400, 'link_invalid')

test('an invited person joins with a name and a password, keeps role and groups, and has one session', async () => {
  const invited = await invite(undefined, { role: 'owner', groups: ['operations'] })
  const joined = await accept(invited, { name: 'Ada' })
  expect(joined.status).toBe(200)
  const { token } = joined.body
  expect(await get('/api/v1/auth/user/me', token)).toMatchObject({
    id: invited.id,
    email: invited.email,
    display_name: 'Ada',
    roles: { user: true, owner: true },
  })
  expect((await get('/api/v1/sessions', token)).list).toHaveLength(1)
  expect((await get('/api/v1/activity', token)).list).toMatchObject([
    { action: 'joined', credential: 'link' },
    { action: 'user_invited' },
  ])
  const { list } = await get(`/api/v1/users?query=${invited.email}`, token)
  expect(list).toMatchObject([{ state: 'active', role: 'owner', groups: ['operations'] }])
  expect((await signInWith(invited.email, password)).status).toBe(200)
})

test('without a name, the one that the owner has given stays', async () => {
  const { body } = await accept(await invite(undefined, { display_name: 'Ada Lovelace' }))
  expect(await get('/api/v1/auth/user/me', body.token)).toMatchObject({
    display_name: 'Ada Lovelace',
  })
})

test('of twenty at once, one joins', async () => {
  const invited = await invite()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => accept(invited, { password: `${password} ${i}` })),
  )
  const won = answers.findIndex(({ status }) => status === 200)
  const others = answers.filter((_, i) => i !== won)
  expect(won).toBeGreaterThanOrEqual(0)
  for (const answer of others) expectInvalid(answer)
  expect((await get('/api/v1/sessions', answers[won]?.body.token)).list).toHaveLength(1)
  expect((await signInWith(invited.email, `${password} ${won}`)).status).toBe(200)
})

test('used, expired, made up and for another address: one answer', async () => {
  const used = await invite()
  await accept(used)
  const expired = await invite()
  const past = server.databaseUrl ? new Date(0) : new Date(0).toISOString().replace('Z', '+00:00')
  await changeDatabase(server, 'UPDATE "OneTimeToken" SET "expiresAt" = ? WHERE "userId" = ?', {
    parameters: [past, expired.id],
  })
  const mine = await invite()
  const answers = [
    await accept(used),
    await accept(expired),
    await accept({ ...mine, token: 'A'.repeat(43) }),
    await accept({ ...mine, token: '' }),
    await accept({ ...mine, email: `${randomUUID()}@example.com` }),
    await accept({ ...mine, token: (await invite()).token }),
  ]
  for (const answer of answers) expectInvalid(answer)
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect((await accept(mine)).status).toBe(200)
})

test('another spelling of the address joins, and a look-alike does not', async () => {
  const invited = await invite(`ada.${randomUUID()}@example.com`)
  for (const email of [
    invited.email.replace('a', 'а'),
    invited.email.replace('example', 'exаmple'),
    invited.email.replace('.', ''),
    invited.email.replace('@', '+1@'),
  ])
    expectInvalid(await accept({ ...invited, email }))
  expect((await accept({ ...invited, email: ` ${invited.email.toUpperCase()} ` })).status).toBe(200)
})

test('a refused password does not use the link up', async () => {
  const invited = await invite()
  for (const bad of ['short', 'password', invited.email])
    expectProblem(await accept(invited, { password: bad }), 400, 'input_invalid')
  expect((await accept(invited)).status).toBe(200)
})

test('an invited person has no password', async () => {
  const invited = await invite()
  for (const guess of ['', ' ', password])
    expect([400, 401]).toContain((await signInWith(invited.email, guess)).status)
})

test('who was disabled cannot join, and can by the same link once enabled', async () => {
  const invited = await invite(undefined, { groups: ['design'] })
  const headers = { 'xc-auth': owner }
  const set = (json: object) => call('PATCH', `/api/v1/users/${invited.id}`, { headers, json })
  expect((await set({ disabled: true })).body.state).toBe('disabled')
  expectInvalid(await accept(invited))
  const page = await callerOf(server.address)('GET', `/join/${invited.token}`)
  expect(page.text).not.toContain(invited.email)
  expect((await set({ disabled: false })).body.state).toBe('invited')
  const { status, body } = await accept(invited)
  expect(status).toBe(200)
  expect(await get('/api/v1/auth/user/me', body.token)).toMatchObject({ groups: ['design'] })
})

test('who has moved to another address joins by no link to the one before', async () => {
  const invited = await invite()
  const email = `${randomUUID()}@example.com`
  await call('PATCH', `/api/v1/users/${invited.id}`, {
    headers: { 'xc-auth': owner },
    json: { email },
  })
  for (const address of [invited.email, email])
    expectInvalid(await accept({ ...invited, email: address }))
})

test('without its token an invited address answers like any other', async () => {
  const { email } = await invite()
  expectProblem(await join({ email, password }), 403, 'signup_closed')
  const open = sharedServer()
  const callOpen = clientOf(open.address)
  const headers = { 'xc-auth': open.owner.authToken }
  expect((await callOpen('POST', '/api/v1/users', { headers, json: { email } })).status).toBe(200)
  const json = { email, password }
  expectProblem(await callOpen('POST', '/api/v1/auth/user/signup', { json }), 409, 'email_taken')
})

test('the page names who invites to what, sends no Referer, and leaves the link usable', async () => {
  const invited = await invite()
  const page = await callerOf(server.address)('GET', `/join/${invited.token}`)
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(page.headers.get('cache-control')).toContain('no-store')
  expect(page.text).toContain(invited.email)
  expect(page.text).toContain(new URL(server.address).host)
  const unknown = await callerOf(server.address)('GET', `/join/${'A'.repeat(43)}`)
  expect(unknown.text).not.toContain(invited.email)
  expect((await accept(invited)).status).toBe(200)
})

test('no token of a link is in the database or the output', async () => {
  const [open, used] = [await invite(), await invite()]
  await accept(used)
  await callerOf(server.address)('GET', `/join/${open.token}?x=${open.token}`)
  const stored = JSON.stringify(
    await everythingIn(server.databaseUrl ?? `file:${server.dataDir}/jeton.db`),
  )
  expect(stored).toContain(open.email)
  for (const { token } of [open, used])
    for (const place of [stored, server.output()]) expect(place).not.toContain(token)
})
