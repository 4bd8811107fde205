import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { activityOf, newActivityOf } from '@/test/support/activity'
import { type Calls, callsAs, newName } from '@/test/support/calls-as'
import { clientOf, createToken } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { repetitions } from '@/test/support/extent'
import { newMember, newOwner, type People, peopleAs, type User } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* The groups of an installation, as its owners keep them. */

const server = sharedServer()
const call = clientOf(server.address)
let owner: User
let people: People
let groups: Calls
let services: Calls

beforeAll(async () => {
  owner = await newOwner(server)
  people = peopleAs(call, owner)
  groups = callsAs(call, owner, 'groups')
  services = callsAs(call, owner, 'services')
})

const add = async (members: string[] = [], name = newName('group')) =>
  (await groups.post('', { name, members })).body

const find = async (id: string) =>
  (await groups.get('?limit=1000')).body.list.find((row: { id: string }) => row.id === id)

const groupsOf = async ({ headers }: User): Promise<string[]> =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).body.groups

const serviceOf = async (name: string) =>
  (await services.get('?limit=1000')).body.list.find((row: { name: string }) => row.name === name)

/** Puts a user into a group, as a sign-in through the provider does. */
const provide = (user: User, groupId: string) =>
  changeDatabase(
    server,
    `INSERT INTO "GroupMember" ("userId", "groupId", "source") VALUES ('${user.id}', '${groupId}', 'provider')`,
  )

describe('a group', () => {
  test('is added with its members, and listed by name', async () => {
    const [ada, bob] = [await newMember(call), await newMember(call)]
    const name = newName('group')
    const { status, body } = await groups.post('', { name, members: [ada.id, bob.id, ada.id] })
    expect([status, body]).toEqual([
      200,
      { id: expect.any(String), name, source: 'local', members: [ada.id, bob.id].sort() },
    ])
    expect(await find(body.id)).toEqual(body)
    expect(await groupsOf(ada)).toEqual([name])
    const { list } = (await groups.get('?limit=1000')).body
    const names = list.map((row: { name: string }) => row.name)
    expect(names).toEqual([...names].sort())
    expect((await groups.get('?limit=1')).body.list).toEqual(list.slice(0, 1))
  })

  test('is renamed, and keeps its members and services', async () => {
    const ada = await newMember(call)
    const { id, name } = await add([ada.id])
    const service = newName('service')
    await services.post('', { name: service, groups: [name] })
    const renamed = newName('renamed')
    expect((await groups.patch(`/${id}`, { name: renamed })).body).toEqual({
      id,
      name: renamed,
      source: 'local',
      members: [ada.id],
    })
    expect(await groupsOf(ada)).toEqual([renamed])
    expect(await serviceOf(service)).toMatchObject({ groups: [renamed] })
  })

  test('is its name in another case or width, and only once', async () => {
    const name = newName('Straße')
    const { id } = await add([], name)
    for (const same of [name.toUpperCase().replace('SS', 'ß'), name.replace('S', 'Ｓ')]) {
      const answer = await groups.post('', { name: same })
      expectProblem(answer, 409, 'group_exists')
      expect(answer.body.errors).toMatchObject([{ path: 'name' }])
    }
    const other = await add()
    expectProblem(await groups.patch(`/${other.id}`, { name }), 409, 'group_exists')
    expect((await groups.patch(`/${id}`, { name: name.toLowerCase() })).status).toBe(200)
  })

  test('has commas in its name, and is none of the groups between them', async () => {
    const [left, right] = [newName('a'), newName('b')]
    const both = `${left},${right}`
    const ada = await newMember(call)
    await people.patch(`/${ada.id}`, { groups: [both] })
    expect(await groupsOf(ada)).toEqual([both])
    await services.post('', { name: left, groups: [left] })
    const seen = await callsAs(call, ada, 'services').get('?limit=1000')
    expect(seen.body.list.map(({ name }: { name: string }) => name)).not.toContain(left)
  })

  test.each([
    ['no name', {}, 'name'],
    ['a name of spaces', { name: '  ' }, 'name'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['a name of 65 characters', { name: 'x'.repeat(65) }, 'name'],
    ['members that are no list', { name: 'x', members: 'ada' }, 'members'],
    ['a source', { name: 'x', source: 'oidc' }, 'source'],
  ])('with %s is refused', async (_, json, path) => {
    const answer = await groups.post('', json)
    expectProblem(answer, 400, 'input_invalid')
    expect(answer.body.errors[0].path).toBe(path)
  })

  test('of 64 characters is one, and 65 are none, wherever a group is named', async () => {
    const longest = `${newName('é')}${'é'.repeat(64)}`.slice(0, 64)
    const longer = `${longest}é`
    const ada = await newMember(call)
    expect((await people.patch(`/${ada.id}`, { groups: [longest] })).status).toBe(200)
    for (const answer of [
      await people.patch(`/${ada.id}`, { groups: [longer] }),
      await services.post('', { name: newName('service'), groups: [longer] }),
    ])
      expectProblem(answer, 400, 'input_invalid')
    expect(await groupsOf(ada)).toEqual([longest])
  })
})

describe('members', () => {
  test('are set as a whole; those whom the provider has put there stay, and go on following it', async () => {
    const [ada, bob, eve] = [await newMember(call), await newMember(call), await newMember(call)]
    const { id } = await add([ada.id])
    await provide(bob, id)
    const all = [ada.id, bob.id].sort()
    expect(await find(id)).toMatchObject({ source: 'local', members: all })
    const { body } = await groups.patch(`/${id}`, { members: [bob.id, eve.id] })
    expect(body.members).toEqual([bob.id, eve.id].sort())
    expect(await groupsOf(ada)).toEqual([])
    const emptied = await groups.patch(`/${id}`, { members: [] })
    expect(emptied.body).toMatchObject({ source: 'oidc', members: [bob.id] })
  })

  test('that nobody is are named, and nothing is changed', async () => {
    const ada = await newMember(call)
    const { id, name } = await add([ada.id])
    const change = { name: newName('other'), members: [ada.id, randomUUID(), 'ada'] }
    const answer = await groups.patch(`/${id}`, change)
    expectProblem(answer, 400, 'input_invalid')
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'members.1',
      'members.2',
    ])
    expect(await find(id)).toMatchObject({ name, members: [ada.id] })
    const added = { name: newName('new'), members: [randomUUID()] }
    expectProblem(await groups.post('', added), 400, 'input_invalid')
    expect((await groups.get('?limit=1000')).text).not.toContain(added.name)
  })

  test('are a thousand at most', async () => {
    const members = Array.from({ length: 1_001 }, () => randomUUID())
    const name = newName('crowd')
    const unknown = await groups.post('', { name, members: members.slice(1) })
    expect(unknown.body.errors).toHaveLength(20)
    const tooMany = await groups.post('', { name, members })
    expect(tooMany.body.errors).toMatchObject([{ path: 'members' }])
  })
})

describe('a deleted group', () => {
  test('is gone for its members, and closes the service that asks for it', async () => {
    const ada = await newMember(call)
    const { id, name } = await add([ada.id])
    const service = newName('service')
    await services.post('', { name: service, groups: [name] })
    const seen = () => callsAs(call, ada, 'services').get('?limit=1000')
    expect((await seen()).text).toContain(service)
    expect((await groups.delete(`/${id}`)).status).toBe(200)
    expectProblem(await groups.delete(`/${id}`), 404, 'not_found')
    expectProblem(await groups.patch(`/${id}`, {}), 404, 'not_found')
    expect(await groupsOf(ada)).toEqual([])
    expect(await serviceOf(service)).toMatchObject({ access: 'groups', groups: [] })
    expect((await seen()).text).not.toContain(service)
  })

  test('that a service is given at the same moment never opens it', async () => {
    const ada = await newMember(call)
    const other = callsAs(call, await newOwner(server), 'services')
    for (let round = 0; round < repetitions(5, 20); round += 1) {
      const { id, name } = await add([ada.id])
      const service = newName('service')
      await services.post('', { name: service, groups: [] })
      const answers = await Promise.all([
        groups.delete(`/${id}`),
        other.patch(`/${service}`, { groups: [name] }),
      ])
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      // Deleted before or after: a group of the name is new, and has no members.
      const { text } = await callsAs(call, ada, 'services').get('?limit=1000')
      expect(text).not.toContain(service)
      expect(await serviceOf(service)).toMatchObject({ access: 'groups' })
    }
  })
})

test('of two owners who add the same group at once, one does', async () => {
  const other = callsAs(call, await newOwner(server), 'groups')
  for (let round = 0; round < repetitions(5, 20); round += 1) {
    const name = newName('twice')
    const answers = await Promise.all([groups.post('', { name }), other.post('', { name })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  }
})

test('members of the installation reach none of it', async () => {
  const member = callsAs(call, await newMember(call), 'groups')
  const { id, name } = await add()
  for (const answer of [
    await member.get(),
    await member.post('', { name: newName('own') }),
    await member.patch(`/${id}`, { name: newName('own') }),
    await member.delete(`/${id}`),
  ])
    expectProblem(answer, 403, 'owner_required')
  expect(await find(id)).toMatchObject({ name })
})

test('a group of ten thousand is listed, and deleted, and each member reads so', async () => {
  const { id } = await add()
  const prefix = newName('many')
  // The last twelve digits of a UUID are the number of a user.
  const parameters = [randomUUID().slice(0, -12), prefix]
  const count = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)`
  const now = `'2026-01-01T00:00:00.000+00:00'`
  await changeDatabase(
    server,
    `INSERT INTO "User" ("id", "email", "passwordHash", "updatedAt") ${count} SELECT CAST(? AS TEXT) || (100000000000 + i), CAST(? AS TEXT) || i, '', ${now} FROM n`,
    { parameters },
  )
  await changeDatabase(
    server,
    `INSERT INTO "GroupMember" ("userId", "groupId", "source") SELECT "id", '${id}', 'provider' FROM "User" WHERE "email" LIKE '${prefix}%'`,
  )
  expect((await find(id)).members).toHaveLength(10_000)
  expect((await groups.delete(`/${id}`)).status).toBe(200)
  const rows = await askDatabase(
    server,
    `SELECT "id", "detail", "actorEmail" FROM "Activity" WHERE "email" LIKE '${prefix}%' ORDER BY "id"`,
  )
  expect(rows).toHaveLength(10_000)
  expect(rows[0]?.actorEmail).toBe(owner.email)
  expect(`${rows[0]?.id}`).toMatch(
    /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  )
  await changeDatabase(server, `DELETE FROM "User" WHERE "email" LIKE '${prefix}%'`)
})

test('the audit log says which groups came into being by their first use', async () => {
  const [byService, byChange, byPerson, byMachine] = ['s', 'c', 'p', 'm'].map(newName)
  const service = newName('service')
  const ada = await newMember(call)
  const before = await activityOf(call, owner.headers)
  await services.post('', { name: service, groups: [byService] })
  await services.patch(`/${service}`, { groups: [byService, byChange] })
  await people.patch(`/${ada.id}`, { groups: [byService, byPerson] })
  await people.patch(`/${ada.id}`, { groups: [byPerson, byService] })
  await people.post('', { kind: 'machine', display_name: 'Robot', groups: [byMachine, byPerson] })
  const rows = await newActivityOf(call, owner.headers, before)
  const created = rows.filter(({ action }) => action === 'group_created')
  expect(created.map(({ detail }) => detail.group_name)).toEqual([
    byMachine,
    byPerson,
    byChange,
    byService,
  ])
  const own = await activityOf(call, ada.headers)
  expect(own.filter(({ action }) => action === 'user_changed')).toHaveLength(1)
})

test.each(['\0', 'a\0b', '', ' ', '/', '\ud800'])(
  '%j is the id of no user, and the name of no service',
  async (text) => {
    const { id } = await add()
    expectProblem(
      await groups.post('', { name: newName('g'), members: [text] }),
      400,
      'input_invalid',
    )
    expectProblem(await groups.patch(`/${id}`, { members: [text] }), 400, 'input_invalid')
    const ada = await newMember(call)
    const token = await createToken(call, ada.headers['xc-auth'] ?? '')
    const tokens = callsAs(call, ada, 'tokens')
    expectProblem(await tokens.patch(`/${token.id}`, { services: [text] }), 400, 'input_invalid')
  },
)

test('the audit log says what was changed, to the owner and to the members', async () => {
  const ada = await newMember(call)
  const [name, renamed] = [newName('logged'), newName('renamed')]
  const before = await activityOf(call, owner.headers)
  const { id } = await add([], name)
  await add([], name)
  await groups.patch(`/${id}`, { members: [ada.id] })
  await groups.patch(`/${id}`, { members: [ada.id], name })
  await groups.patch(`/${id}`, { name: renamed })
  await groups.delete(`/${id}`)
  await groups.delete(`/${id}`)
  const rows = await newActivityOf(call, owner.headers, before)
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['group_deleted', { group_name: renamed }],
    ['group_changed', { group_name: renamed, name_before: name, settings: ['name'] }],
    ['group_changed', { group_name: name, settings: ['members'] }],
    ['group_created', { group_name: name }],
  ])
  const own = (await activityOf(call, ada.headers)).filter(
    ({ action }) => action === 'user_changed',
  )
  expect(own.map(({ detail, actor_email }) => [detail, actor_email])).toEqual([
    [{ settings: ['groups'] }, owner.email],
    [{ settings: ['groups'] }, owner.email],
  ])
})
