import { beforeAll, expect, test } from 'vitest'
import { contracts } from '@/app/api/v1/openapi.json/contracts'
import { actionsOn, activityOf } from '@/test/support/activity'
import { clientOf, createToken, password } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import {
  newEmail,
  newMember,
  newOwner,
  type People,
  peopleAs,
  type User,
} from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* Owners change other users. */

const server = sharedServer()
const call = clientOf(server.address)
let owner: User
let people: People

beforeAll(async () => {
  owner = await newOwner(server)
  people = peopleAs(call, owner)
})

const statusOf = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).status

const signIn = (email: string) =>
  call('POST', '/api/v1/auth/user/signin', { json: { email, password } })

test('a role, groups, a name and an address are changed, and the log says by whom', async () => {
  const member = await newMember(call)
  const email = newEmail()
  const change = { role: 'owner', groups: ['b', 'a'], display_name: 'Ada', email }
  const { status, body } = await people.patch(`/${member.id}`, change)
  expect([status, body]).toMatchObject([
    200,
    { role: 'owner', groups: ['a', 'b'], display_name: 'Ada', email, state: 'active' },
  ])
  const me = await call('GET', '/api/v1/auth/user/me', { headers: member.headers })
  expect(me.body).toMatchObject({ email, groups: ['a', 'b'], roles: { user: true, owner: true } })
  const [row] = await activityOf(call, member.headers)
  expect(row).toMatchObject({
    action: 'user_changed',
    detail: { settings: ['display_name', 'email', 'role', 'groups'] },
    actor_email: owner.email,
    address: '',
    session_id: null,
  })
  await people.patch(`/${member.id}`, { role: 'member', groups: ['c'] })
  expect((await people.patch(`/${member.id}`, {})).body).toMatchObject({
    role: 'member',
    groups: ['c'],
  })
})

test('a group that the provider has given stays when an owner gives others', async () => {
  const member = await newMember(call)
  await people.patch(`/${member.id}`, { groups: ['given'] })
  await changeDatabase(
    server,
    `UPDATE "GroupMember" SET "source" = 'provider' WHERE "userId" = '${member.id}'`,
  )
  expect((await people.patch(`/${member.id}`, { groups: ['other'] })).body.groups).toEqual([
    'given',
    'other',
  ])
  expect((await people.patch(`/${member.id}`, { groups: [] })).body.groups).toEqual(['given'])
})

test('names that look alike, or differ by case alone, are one group', async () => {
  const [ada, bob] = [await newMember(call), await newMember(call)]
  await people.patch(`/${ada.id}`, { groups: ['Équipe ﬁne', 'équipe fine'] })
  await people.patch(`/${bob.id}`, { groups: ['ÉQUIPE FINE'] })
  const groupsOf = async ({ headers }: User) =>
    (await call('GET', '/api/v1/auth/user/me', { headers })).body.groups
  expect(await groupsOf(ada)).toEqual(['Équipe ﬁne'])
  expect(await groupsOf(bob)).toEqual(['Équipe ﬁne'])
})

test('an address of another user is not taken', async () => {
  const [ada, bob] = [await newMember(call), await newMember(call)]
  const answer = await people.patch(`/${ada.id}`, { email: bob.email.toUpperCase() })
  expectProblem(answer, 409, 'email_taken')
})

test('links that were sent to an earlier address end', async () => {
  const { body: invited } = await people.post('', { email: newEmail() })
  const stored = () =>
    askDatabase(server, `SELECT * FROM "OneTimeToken" WHERE "userId" = '${invited.id}'`)
  expect(await stored()).toHaveLength(1)
  await people.patch(`/${invited.id}`, { email: newEmail() })
  expect(await stored()).toEqual([])
})

test('a disabled user is refused, and enabled gets the token back, not the sessions', async () => {
  const member = await newMember(call)
  const { token } = await createToken(call, member.headers['xc-auth'] ?? '')
  const { body } = await people.patch(`/${member.id}`, { disabled: true })
  expect(body.state).toBe('disabled')
  expect(await statusOf({ 'xc-token': token })).toBe(401)
  expect(await statusOf(member.headers)).toBe(401)
  expectProblem(await signIn(member.email), 401, 'credentials_wrong')
  expect((await people.patch(`/${member.id}`, { disabled: true })).status).toBe(200)
  await people.patch(`/${member.id}`, { disabled: false })
  expect(await statusOf({ 'xc-token': token })).toBe(200)
  expect(await statusOf(member.headers)).toBe(401)
  const headers = { 'xc-auth': (await signIn(member.email)).body.token }
  const actions = (await activityOf(call, headers)).map(({ action }) => action)
  expect(actions.filter((action) => action === 'user_disabled')).toHaveLength(1)
  expect(actions.filter((action) => action === 'user_enabled')).toHaveLength(1)
})

test('an invitation is renewed while nobody has joined', async () => {
  const { body: first } = await people.post('', { email: newEmail() })
  const { body: second } = await people.post(`/${first.id}/resend-invite`)
  expect(second.invite_token).not.toBe(first.invite_token)
  const stored = `SELECT * FROM "OneTimeToken" WHERE "userId" = '${first.id}'`
  expect(await askDatabase(server, stored)).toHaveLength(1)
  const renewed = { action: 'invitation_renewed', actorEmail: owner.email }
  expect(await actionsOn(server, first.id)).toContainEqual(renewed)
  const member = await newMember(call)
  expectProblem(await people.post(`/${member.id}/resend-invite`), 400, 'input_invalid')
})

test('a link to a new password is made for people who have one', async () => {
  const member = await newMember(call)
  const { body } = await people.post(`/${member.id}/generate-reset-url`)
  expect(body).toEqual({
    reset_password_token: expect.stringMatching(/^[\w-]{43}$/),
    reset_password_url: `${server.address}/reset-password/${body.reset_password_token}`,
    expires_at: expect.any(String),
  })
  const stored = await askDatabase(
    server,
    `SELECT * FROM "OneTimeToken" WHERE "userId" = '${member.id}'`,
  )
  expect(stored).toHaveLength(1)
  expect(JSON.stringify(stored)).not.toContain(body.reset_password_token)
  const made = { action: 'reset_link_made', actorEmail: owner.email }
  expect(await actionsOn(server, member.id)).toContainEqual(made)
  const { body: machine } = await people.post('', { kind: 'machine', display_name: 'Robot' })
  const { body: invited } = await people.post('', { email: newEmail() })
  for (const { id } of [machine, invited])
    expectProblem(await people.post(`/${id}/generate-reset-url`), 400, 'input_invalid')
})

test('a user is signed out everywhere, and keeps the token', async () => {
  const member = await newMember(call)
  const { token } = await createToken(call, member.headers['xc-auth'] ?? '')
  await signIn(member.email)
  expect((await people.post(`/${member.id}/sign-out`)).body.ended).toBe(2)
  expect(await statusOf(member.headers)).toBe(401)
  expect(await statusOf({ 'xc-token': token })).toBe(200)
})

test('a machine has one token, which owners make, copy and delete', async () => {
  const { body: machine } = await people.post('', { kind: 'machine', display_name: 'Robot' })
  const at = `/${machine.id}/token`
  expectProblem(await people.get(at), 404, 'not_found')
  const { body: made } = await people.post(at, { name: 'deploy' })
  expect(made).toMatchObject({ name: 'deploy', fk_user_id: machine.id, created_by: machine.email })
  expect(await statusOf({ 'xc-token': made.token })).toBe(200)
  expectProblem(await people.post(at, { name: 'second' }), 409, 'token_exists')
  const { token: _, ...row } = made
  const { body: shown } = await people.get(at)
  expect(shown).toMatchObject({ id: row.id, token_hint: row.token_hint })
  expect((await people.get(`${at}/secret`)).body).toEqual({ token: made.token })
  expect((await people.delete(at)).status).toBe(200)
  expect(await statusOf({ 'xc-token': made.token })).toBe(401)
  expectProblem(await people.delete(at), 404, 'not_found')
  expectProblem(await people.get(`${at}/secret`), 404, 'not_found')
  expectProblem(await people.patch(`/${machine.id}`, { role: 'owner' }), 400, 'input_invalid')
  expectProblem(await people.patch(`/${machine.id}`, { email: newEmail() }), 400, 'input_invalid')
})

test('the token of a person is seen and deleted, never made or read', async () => {
  const member = await newMember(call)
  const at = `/${member.id}/token`
  expectProblem(await people.post(at, { name: 'theirs' }), 403, 'not_a_machine')
  const { id, token } = await createToken(call, member.headers['xc-auth'] ?? '')
  const { body: shown, text } = await people.get(at)
  expect(shown.id).toBe(id)
  expect(text).not.toContain(token)
  expectProblem(await people.get(`${at}/secret`), 403, 'not_a_machine')
  expect(await statusOf({ 'xc-token': token })).toBe(200)
  expect((await people.delete(at)).status).toBe(200)
  expect(await statusOf({ 'xc-token': token })).toBe(401)
})

test('a machine is made a service, and a member again, and no person is one', async () => {
  const added = await people.post('', { kind: 'machine', display_name: 'Gate', role: 'service' })
  expect(added.body).toMatchObject({ kind: 'machine', role: 'service', roles: { user: true } })
  const { id } = added.body
  expect((await people.patch(`/${id}`, { role: 'member' })).body).toMatchObject({ role: 'member' })
  expect((await people.patch(`/${id}`, { role: 'service' })).body).toMatchObject({
    role: 'service',
  })
  const changed = { action: 'user_changed', actorEmail: owner.email }
  const actions = await actionsOn(server, id)
  expect(actions.filter(({ action }) => action === 'user_changed')).toEqual([changed, changed])
  const member = await newMember(call)
  expectProblem(await people.patch(`/${member.id}`, { role: 'service' }), 400, 'input_invalid')
})

test('20 tokens of a machine at once are one', async () => {
  const { body: machine } = await people.post('', { kind: 'machine', display_name: 'Robot' })
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => people.post(`/${machine.id}/token`, { name: `t ${i}` })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(409)])
})

test('a deleted user takes sessions and token along', async () => {
  const member = await newMember(call)
  const { token } = await createToken(call, member.headers['xc-auth'] ?? '')
  expect((await people.delete(`/${member.id}`)).status).toBe(200)
  expect(await statusOf({ 'xc-token': token })).toBe(401)
  expect(await statusOf(member.headers)).toBe(401)
  expectProblem(await people.delete(`/${member.id}`), 404, 'not_found')
})

test('a second factor is removed, and the user is to be told', async () => {
  const member = await newMember(call)
  await changeDatabase(
    server,
    `INSERT INTO "RecoveryCode" ("digest", "userId") VALUES ('${member.id}', '${member.id}')`,
  )
  expect((await people.delete(`/${member.id}/second-factor`)).status).toBe(200)
  const of = `"userId" = '${member.id}'`
  expect(await askDatabase(server, `SELECT * FROM "RecoveryCode" WHERE ${of}`)).toEqual([])
  expect(
    await askDatabase(
      server,
      `SELECT * FROM "User" WHERE "id" = '${member.id}' AND "secondFactorResetAt" IS NOT NULL`,
    ),
  ).toHaveLength(1)
  const reset = { action: 'second_factor_reset', actorEmail: owner.email }
  expect(await actionsOn(server, member.id)).toContainEqual(reset)
})

const ofOneUser = contracts
  .filter(({ path }) => path.startsWith('/api/v1/users/{id}'))
  .flatMap(({ path, tag: _, ...operations }) =>
    Object.keys(operations).map((method): [string, string] => [method, path]),
  )

/** A valid body of each operation that takes one. */
const bodies: Record<string, object> = {
  'PATCH /api/v1/users/{id}': { display_name: 'x' },
  'POST /api/v1/users/{id}/token': { name: 'x' },
  'PATCH /api/v1/users/{id}/token': { name: 'x' },
}

test('the contracts have calls about one user', () => {
  expect(ofOneUser.length).toBeGreaterThanOrEqual(Object.keys(bodies).length + 8)
})

test.each(ofOneUser)('%s %s of a user whom there is not is not found', async (method, path) => {
  const json = bodies[`${method} ${path}`]
  const { headers } = owner
  for (const id of [crypto.randomUUID(), 'x', '%00']) {
    const answer = await call(method, path.replace('{id}', id), { headers, ...(json && { json }) })
    expectProblem(answer, 404, 'not_found')
  }
})
