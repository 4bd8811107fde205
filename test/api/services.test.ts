import { beforeAll, describe, expect, test } from 'vitest'
import { activityOf, newActivityOf } from '@/test/support/activity'
import { type Calls, callsAs, newName } from '@/test/support/calls-as'
import { clientOf, createToken } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { repetitions } from '@/test/support/extent'
import { newMember, newOwner, peopleAs, type User } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* The services of an installation, as owners keep them and members see them. */

const server = sharedServer()
const call = clientOf(server.address)
let owner: User
let services: Calls

beforeAll(async () => {
  owner = await newOwner(server)
  services = callsAs(call, owner, 'services')
})

const namesSeenBy = async (user: User): Promise<string[]> => {
  const { body } = await callsAs(call, user, 'services').get('?limit=1000')
  return body.list.map(({ name }: { name: string }) => name)
}

const rowSeenBy = async (user: User, name: string) => {
  const { body } = await callsAs(call, user, 'services').get('?limit=1000')
  return body.list.find((row: { name: string }) => row.name === name)
}

describe('a service', () => {
  test('has its name for a title, and is open to everyone, unless it is told otherwise', async () => {
    const name = newName('plain')
    const { status, body } = await services.post('', { name })
    expect([status, body]).toEqual([
      200,
      {
        name,
        title: name,
        url: null,
        access: 'everyone',
        groups: [],
        use_count: 0,
        last_used_at: null,
      },
    ])
    expect(await rowSeenBy(owner, name)).toEqual(body)
  })

  test('that is given groups is for them alone, and creates those that are new', async () => {
    const [name, group] = [newName('wiki'), newName('readers')]
    const given = { name, title: ' Team wiki ', url: 'https://wiki.example.com', groups: [group] }
    expect((await services.post('', given)).body).toMatchObject({
      title: 'Team wiki',
      url: 'https://wiki.example.com/',
      access: 'groups',
      groups: [group],
    })
    const { body } = await callsAs(call, owner, 'groups').get('?limit=1000')
    expect(body.list).toContainEqual({
      id: expect.any(String),
      name: group,
      source: 'local',
      members: [],
    })
  })

  test('is changed field by field, and keeps what is not named', async () => {
    const [name, group] = [newName('before'), newName('readers')]
    await services.post('', { name, title: 'Title', url: 'http://a.example/', groups: [group] })
    const renamed = newName('after')
    const changes: [Record<string, unknown>, Record<string, unknown>][] = [
      [{}, {}],
      [{ access: 'everyone' }, { access: 'everyone' }],
      [{ access: 'groups' }, { access: 'groups' }],
      [{ groups: [] }, { groups: [] }],
      [{ url: null }, { url: null }],
      [{ title: '' }, { title: name }],
      [{ name: renamed }, { name: renamed, title: renamed }],
    ]
    let wanted = (await rowSeenBy(owner, name)) as Record<string, unknown>
    for (const [change, difference] of changes) {
      wanted = { ...wanted, ...difference }
      const path = `/${change.name === renamed ? name : wanted.name}`
      expect((await services.patch(path, change)).body).toEqual(wanted)
    }
    expectProblem(await services.patch(`/${name}`, {}), 404, 'not_found')
    expect(await namesSeenBy(owner)).not.toContain(name)
  })

  test('is deleted once, and its name is free again', async () => {
    const name = newName('gone')
    await services.post('', { name })
    expect((await services.delete(`/${name}`)).status).toBe(200)
    expectProblem(await services.delete(`/${name}`), 404, 'not_found')
    expect((await services.post('', { name })).status).toBe(200)
  })

  test('has a name of its own, also when two owners choose it at once', async () => {
    const other = callsAs(call, await newOwner(server), 'services')
    for (let round = 0; round < repetitions(5, 20); round += 1) {
      const name = newName('twice')
      const answers = await Promise.all([services.post('', { name }), other.post('', { name })])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      for (const answer of answers.filter(({ status }) => status === 409)) {
        expectProblem(answer, 409, 'service_exists')
        expect(answer.body.errors).toMatchObject([{ path: 'name' }])
      }
    }
    const [one, two] = [newName('one'), newName('two')]
    for (const name of [one, two]) await services.post('', { name })
    expectProblem(await services.patch(`/${one}`, { name: two }), 409, 'service_exists')
  })
})

test.each([
  ['no name', {}, 'name'],
  ['a name in capitals', { name: 'Wiki' }, 'name'],
  ['a name with a slash', { name: 'wiki/verify' }, 'name'],
  ['a name with a dot', { name: '..' }, 'name'],
  ['a name that begins with a hyphen', { name: '-wiki' }, 'name'],
  ['a name that ends in a hyphen', { name: 'wiki-' }, 'name'],
  ['a name that ends in a line break', { name: 'wiki\n' }, 'name'],
  ['an empty name', { name: '' }, 'name'],
  ['a name of 64 letters', { name: 'a'.repeat(64) }, 'name'],
  ['a script for an address', { name: 'x', url: 'javascript:alert(1)' }, 'url'],
  ['an address with a password', { name: 'x', url: 'https://a:b@example.com' }, 'url'],
  ['no address', { name: 'x', url: 'wiki' }, 'url'],
  ['another access', { name: 'x', access: 'owners' }, 'access'],
  ['a title of two lines', { name: 'x', title: 'a\nb' }, 'title'],
  ['a group without a name', { name: 'x', groups: [' '] }, 'groups.0'],
  ['a group that is no list', { name: 'x', groups: 'admins' }, 'groups'],
  ['a count', { name: 'x', use_count: 0 }, 'use_count'],
])('%s is refused', async (_, json, path) => {
  const answer = await services.post('', json)
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors[0].path).toBe(path)
})

test.each(['a', '7', 'a-b', 'verify', 'a'.repeat(63)])('%s is a name', async (name) => {
  expect((await services.post('', { name })).status).toBe(200)
  expect((await services.delete(`/${name}`)).status).toBe(200)
})

describe('a member', () => {
  test('sees what the own groups open, and of the groups those', async () => {
    const member = await newMember(call)
    const [mine, others] = [newName('mine'), newName('others')]
    await peopleAs(call, owner).patch(`/${member.id}`, { groups: [mine] })
    const [open, opened, closed, empty] = ['open', 'opened', 'closed', 'empty'].map(newName)
    await services.post('', { name: open, access: 'everyone', groups: [others] })
    await services.post('', { name: opened, groups: [mine, others] })
    await services.post('', { name: closed, groups: [others] })
    await services.post('', { name: empty, groups: [] })
    const all = [open, opened, closed, empty]
    const seenBy = async (user: User) =>
      (await namesSeenBy(user)).filter((name) => all.includes(name)).sort()
    expect(await seenBy(owner)).toEqual([...all].sort())
    expect(await seenBy(member)).toEqual([open, opened].sort())
    expect(await rowSeenBy(member, opened ?? '')).toMatchObject({ groups: [mine] })
    expect(await rowSeenBy(member, open ?? '')).toMatchObject({ groups: [] })
    await peopleAs(call, owner).patch(`/${member.id}`, { groups: [] })
    expect(await seenBy(member)).toEqual([open])
  })

  test('changes none', async () => {
    const member = callsAs(call, await newMember(call), 'services')
    const name = newName('kept')
    await services.post('', { name })
    expectProblem(await member.post('', { name: newName('own') }), 403, 'owner_required')
    expectProblem(await member.patch(`/${name}`, { access: 'groups' }), 403, 'owner_required')
    expectProblem(await member.delete(`/${name}`), 403, 'owner_required')
    expect(await rowSeenBy(owner, name)).toMatchObject({ access: 'everyone' })
  })

  test('is answered the use of the own token, and an owner that of everybody', async () => {
    const name = newName('used')
    await services.post('', { name })
    const users = [await newMember(call), await newMember(call)]
    for (const [i, user] of users.entries()) {
      const { id } = await createToken(call, user.headers['xc-auth'] ?? '')
      for (const day of ['2026-01-01', '2026-01-02'])
        await changeDatabase(
          server,
          'INSERT INTO "ServiceUse" ("tokenId", "day", "service", "count", "lastUsedAt") VALUES (?, ?, ?, ?, ?)',
          { parameters: [id, day, name, 10 ** i, `${day}T12:00:00.000+00:00`] },
        )
    }
    await changeDatabase(
      server,
      `UPDATE "Service" SET "useCount" = 22, "lastUsedAt" = ? WHERE "name" = ?`,
      { parameters: ['2026-01-03T12:00:00.000+00:00', name] },
    )
    const [first, second] = users as [User, User]
    const last_used_at = '2026-01-02T12:00:00.000Z'
    expect(await rowSeenBy(first, name)).toMatchObject({ use_count: 2, last_used_at })
    expect(await rowSeenBy(second, name)).toMatchObject({ use_count: 20, last_used_at })
    expect(await rowSeenBy(owner, name)).toMatchObject({
      use_count: 22,
      last_used_at: '2026-01-03T12:00:00.000Z',
    })
  })
})

test('an API token neither lists nor changes services', async () => {
  const { token } = await createToken(call, owner.headers['xc-auth'] ?? '')
  const asToken = callsAs(call, { headers: { 'xc-token': token } }, 'services')
  expectProblem(await asToken.get(), 403, 'session_required')
  expectProblem(await asToken.post('', { name: newName('own') }), 403, 'session_required')
})

test('the audit log says what was changed, and nothing where nothing was', async () => {
  const [name, renamed, group] = [newName('logged'), newName('renamed'), newName('g')]
  const before = await activityOf(call, owner.headers)
  await services.post('', { name })
  await services.post('', { name })
  await services.patch(`/${name}`, { title: 'Title', access: 'groups', groups: [group] })
  await services.patch(`/${name}`, { title: 'Title', access: 'groups' })
  await services.patch(`/${name}`, { name: renamed, url: 'https://a.example' })
  await services.delete(`/${renamed}`)
  await services.delete(`/${renamed}`)
  const rows = await newActivityOf(call, owner.headers, before)
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['service_deleted', { service_name: renamed }],
    ['service_changed', { service_name: renamed, name_before: name, settings: ['name', 'url'] }],
    ['service_changed', { service_name: name, settings: ['title', 'access', 'groups'] }],
    ['group_created', { group_name: group }],
    ['service_created', { service_name: name }],
  ])
})
