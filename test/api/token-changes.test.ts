import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { activityOf, newActivityOf } from '@/test/support/activity'
import { type Calls, callsAs, newName } from '@/test/support/calls-as'
import { clientOf, createToken } from '@/test/support/client'
import { repetitions } from '@/test/support/extent'
import { newMember, newOwner, type People, peopleAs, type User } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* A token's name, and the list of services where it is good. */

const server = sharedServer()
const call = clientOf(server.address)
let owner: User
let people: People
let services: Calls
/** Open to everyone, to members of `group`, and to nobody. */
let names: { open: string; grouped: string; closed: string }
let group: string

beforeAll(async () => {
  owner = await newOwner(server)
  people = peopleAs(call, owner)
  services = callsAs(call, owner, 'services')
  names = { open: newName('open'), grouped: newName('grouped'), closed: newName('closed') }
  group = newName('group')
  await services.post('', { name: names.open })
  await services.post('', { name: names.grouped, groups: [group] })
  await services.post('', { name: names.closed, groups: [] })
})

/** @returns a member of the group with a token, and calls about that token */
async function somebody() {
  const user = await newMember(call)
  await people.patch(`/${user.id}`, { groups: [group] })
  const { id } = await createToken(call, user.headers['xc-auth'] ?? '', 'first')
  const tokens = callsAs(call, user, 'tokens')
  const change = (json: unknown) => tokens.patch(`/${id}`, json)
  const row = async () => (await tokens.get()).body.list[0]
  return { user, id, tokens, change, row }
}

describe('a list', () => {
  test('is none at first, then what was chosen, also nothing, and none again', async () => {
    const { change, row } = await somebody()
    const before = await row()
    expect(before.services).toBeNull()
    const both = [names.grouped, names.open].sort()
    for (const [services, shown] of [
      [[...both, names.open].reverse(), both],
      [[], []],
      [[names.open], [names.open]],
      [null, null],
    ]) {
      const { status, body } = await change({ services })
      expect([status, body]).toEqual([
        200,
        { ...before, updated_at: body.updated_at, services: shown },
      ])
      expect(await row()).toEqual(body)
    }
  })

  test('names services that the user may use; one that is closed is told from none by nothing', async () => {
    const { change, row } = await somebody()
    const unknown = newName('unknown')
    for (const name of [names.closed, unknown]) {
      const answer = await change({ name: 'other', services: [names.open, name] })
      expectProblem(answer, 400, 'input_invalid')
      expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(['services.1'])
      expect(JSON.stringify(answer.body)).not.toContain(name)
    }
    expect(await row()).toMatchObject({ name: 'first', services: null })
  })

  test('keeps what the groups do not open any more, and takes no more of it', async () => {
    const { user, change, row } = await somebody()
    await change({ services: [names.grouped] })
    await people.patch(`/${user.id}`, { groups: [] })
    expect((await row()).services).toEqual([names.grouped])
    const both = [names.grouped, names.open].sort()
    expect((await change({ services: both })).body.services).toEqual(both)
    await change({ services: [names.open] })
    expectProblem(await change({ services: both }), 400, 'input_invalid')
  })

  test('follows a service that is renamed, and stays a list when its last one is deleted', async () => {
    const { change, row } = await somebody()
    const [name, renamed] = [newName('before'), newName('after')]
    await services.post('', { name })
    await change({ services: [name] })
    await services.patch(`/${name}`, { name: renamed })
    expect((await row()).services).toEqual([renamed])
    await services.delete(`/${renamed}`)
    expect((await row()).services).toEqual([])
  })

  test('is its user’s own: nobody else changes it, an owner neither', async () => {
    const { user, id, row } = await somebody()
    for (const other of [owner, await newMember(call)]) {
      const answer = await callsAs(call, other, 'tokens').patch(`/${id}`, { services: [] })
      expectProblem(answer, 404, 'not_found')
      const unknown = await callsAs(call, other, 'tokens').patch(`/${randomUUID()}`, {})
      expect(answer.body).toEqual(unknown.body)
    }
    expectProblem(await people.patch(`/${user.id}/token`, { services: [] }), 403, 'not_a_machine')
    expect((await row()).services).toBeNull()
  })

  test('is not changed by the token itself', async () => {
    const user = await newMember(call)
    const { id, token } = await createToken(call, user.headers['xc-auth'] ?? '')
    const asToken = callsAs(call, { headers: { 'xc-token': token } }, 'tokens')
    expectProblem(await asToken.patch(`/${id}`, { services: null }), 403, 'session_required')
  })

  test('of a service that is deleted meanwhile is stored without it, or refused', async () => {
    const { change, row } = await somebody()
    for (let round = 0; round < repetitions(5, 20); round += 1) {
      const name = newName('brief')
      await services.post('', { name })
      if (round % 2 === 0) await change({ services: [names.open, name] })
      const [changed, deleted] = await Promise.all([
        change({ services: [name] }),
        services.delete(`/${name}`),
      ])
      expect(deleted.status).toBe(200)
      expect([200, 400]).toContain(changed.status)
      expect((await row()).services ?? []).not.toContain(name)
    }
  })
})

test('a name is changed, by the rules of a new one', async () => {
  const { change, row } = await somebody()
  expect((await change({ name: ' second ' })).body).toMatchObject({
    name: 'second',
    description: 'second',
  })
  for (const name of ['', 'a\nb', 'x'.repeat(256), 7, null])
    expectProblem(await change({ name }), 400, 'input_invalid')
  expectProblem(await change({ token: 'x' }), 400, 'input_invalid')
  expectProblem(await change({ services: 'all' }), 400, 'input_invalid')
  expect((await row()).name).toBe('second')
})

test('an owner chooses for a machine, among what the machine may use', async () => {
  const machine = await people.post('', { kind: 'machine', display_name: 'Robot', groups: [group] })
  const path = `/${machine.body.id}/token`
  expectProblem(await people.patch(path, { services: [] }), 404, 'not_found')
  await people.post(path, { name: 'robot' })
  const { status, body } = await people.patch(path, { services: [names.grouped] })
  expect([status, body.services]).toEqual([200, [names.grouped]])
  expect((await people.get(path)).body).toEqual(body)
  expectProblem(await people.patch(path, { services: [names.closed] }), 400, 'input_invalid')
  expectProblem(await people.patch(`/${randomUUID()}/token`, {}), 404, 'not_found')
})

test('the audit log says what was changed, and nothing where nothing was', async () => {
  const { user, id, change } = await somebody()
  const before = await activityOf(call, user.headers)
  await change({ name: 'first', services: null })
  await change({ services: [names.open] })
  await change({ services: [names.open] })
  await change({ services: [newName('unknown')] })
  await change({ name: 'second', services: [] })
  const rows = await newActivityOf(call, user.headers, before)
  const detail = (token_name: string, settings: string[]) => ({
    token_id: id,
    token_name,
    settings,
  })
  expect(rows.map((row) => [row.action, row.detail])).toEqual([
    ['token_changed', detail('second', ['name', 'services'])],
    ['token_changed', detail('first', ['services'])],
  ])
})
