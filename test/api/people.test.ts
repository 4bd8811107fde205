import { beforeAll, expect, test } from 'vitest'
import { actionsOn } from '@/test/support/activity'
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

/* The users of an installation, as its owners list, invite and add them. */

const server = sharedServer()
const call = clientOf(server.address)
let owner: User
let people: People

beforeAll(async () => {
  owner = await newOwner(server)
  people = peopleAs(call, owner)
})

const find = async (query: string, more = '') =>
  (await people.get(`?query=${encodeURIComponent(query)}${more}`)).body

test('a user is listed with role, state, groups and what they hold', async () => {
  const member = await newMember(call)
  await createToken(call, member.headers['xc-auth'] ?? '')
  const { list, pageInfo } = await find(member.email)
  expect(pageInfo).toEqual({
    totalRows: 1,
    page: 1,
    pageSize: 25,
    isFirstPage: true,
    isLastPage: true,
  })
  expect(list).toEqual([
    {
      id: member.id,
      email: member.email,
      display_name: '',
      kind: 'person',
      role: 'member',
      roles: { user: true },
      state: 'active',
      groups: [],
      created_at: expect.any(String),
      last_seen_at: expect.any(String),
      has_token: true,
      second_factor: false,
    },
  ])
  const [own] = (await find(owner.email)).list
  expect(own).toMatchObject({ role: 'owner', roles: { user: true, owner: true } })
})

test('a search finds words of names and addresses, whatever their case and accents', async () => {
  const id = newEmail().slice(0, 8)
  await people.post('', { email: newEmail(), display_name: `Élodie Ünal ${id}` })
  for (const query of [`élodie ${id}`, `ELODIE ${id}`, `${id} unal`])
    expect((await find(query)).list, query).toMatchObject([{ display_name: `Élodie Ünal ${id}` }])
  expect((await find(`elodie ${id} nobody`)).list).toEqual([])
  expect((await find(`${id.slice(0, 4)}%`)).list).toEqual([])
})

test('pages, states and kinds select', async () => {
  const id = newEmail().slice(0, 8)
  for (let i = 0; i < 3; i += 1)
    await people.post('', { kind: 'machine', display_name: `Robot ${i} ${id}` })
  await people.post('', { email: newEmail(), display_name: `Person ${id}` })
  const page = await find(id, '&limit=2&offset=2')
  expect(page.pageInfo).toMatchObject({ totalRows: 4, page: 2, isLastPage: true })
  expect(page.list.map((row: { display_name: string }) => row.display_name)).toEqual([
    `Robot 2 ${id}`,
    `Person ${id}`,
  ])
  expect((await find(id, '&state=invited')).list).toMatchObject([{ display_name: `Person ${id}` }])
  expect((await find(id, '&state=active')).list).toHaveLength(3)
  expect((await find(id, '&state=disabled')).list).toEqual([])
  expect((await find(id, '&kind=machine')).list).toHaveLength(3)
  expect((await find(id, '&kind=person')).list).toMatchObject([{ display_name: `Person ${id}` }])
  expectProblem(await people.get('?kind=robot'), 400, 'input_invalid')
  expectProblem(await people.get('?state=gone'), 400, 'input_invalid')
})

test('an invitation is answered once, and only its digest is stored', async () => {
  const email = newEmail()
  const { status, body } = await people.post('', {
    email: email.toUpperCase(),
    role: 'owner',
    groups: ['operations', 'admins', 'admins'],
    display_name: 'Ada',
  })
  expect([status, body]).toEqual([
    200,
    {
      id: expect.any(String),
      email,
      invite_token: expect.stringMatching(/^[\w-]{43}$/),
      invite_url: `${server.address}/join/${body.invite_token}`,
      expires_at: expect.any(String),
      sent: false,
    },
  ])
  const days = (Date.parse(body.expires_at) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(6.9)
  expect(days).toBeLessThanOrEqual(7)
  expect((await find(email)).list).toMatchObject([
    { state: 'invited', role: 'owner', groups: ['admins', 'operations'], last_seen_at: null },
  ])
  const stored = await askDatabase(
    server,
    `SELECT * FROM "OneTimeToken" WHERE "userId" = '${body.id}'`,
  )
  expect(stored).toHaveLength(1)
  expect(JSON.stringify(stored)).not.toContain(body.invite_token)
  const signIn = { json: { email, password } }
  expect((await call('POST', '/api/v1/auth/user/signin', signIn)).status).toBe(401)
})

test('an address that has a user is not invited', async () => {
  const { email } = await newMember(call)
  expectProblem(await people.post('', { email }), 409, 'email_taken')
  const invited = newEmail()
  await people.post('', { email: invited })
  expectProblem(await people.post('', { email: invited.toUpperCase() }), 409, 'email_taken')
})

test('a machine has a name, no password, and an address that nobody reads', async () => {
  const { status, body } = await people.post('', { kind: 'machine', display_name: 'Backup' })
  expect([status, body]).toMatchObject([
    200,
    { kind: 'machine', role: 'member', state: 'active', display_name: 'Backup', has_token: false },
  ])
  expect(body.email).toMatch(/\.invalid$/)
  const added = { action: 'machine_created', actorEmail: owner.email }
  expect(await actionsOn(server, body.id)).toEqual([added])
  for (const secret of ['', password]) {
    const json = { email: body.email, password: secret }
    expect((await call('POST', '/api/v1/auth/user/signin', { json })).status).not.toBe(200)
  }
})

test.each([
  ['a machine without a name', { kind: 'machine', display_name: ' ' }],
  ['a machine that is an owner', { kind: 'machine', display_name: 'x', role: 'owner' }],
  ['a person who is a service', { email: 'a@example.com', role: 'service' }],
  ['a machine with an address', { kind: 'machine', display_name: 'x', email: 'a@example.com' }],
  ['nobody', {}],
  ['another kind', { kind: 'robot', display_name: 'x' }],
  ['another role', { email: 'a@example.com', role: 'admin' }],
  ['a group of two lines', { email: 'a@example.com', groups: ['a\nb'] }],
  ['a group without a name', { email: 'a@example.com', groups: [''] }],
])('%s is not added', async (_, json) =>
  expectProblem(await people.post('', json), 400, 'input_invalid'),
)

test('who is shown as seen last is the last that was used', async () => {
  const member = await newMember(call)
  const later = '2031-01-02T03:04:05.000Z'
  const stored = later.replace('Z', '+00:00')
  await changeDatabase(
    server,
    `UPDATE "Session" SET "lastSeenAt" = '${stored}' WHERE "userId" = '${member.id}'`,
  )
  expect((await find(member.email)).list).toMatchObject([{ last_seen_at: later }])
})
