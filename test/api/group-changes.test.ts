import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsAs, newName } from '@/test/support/calls-as'
import { type Answer, type Call, clientOf, createToken } from '@/test/support/client'
import { repetitions } from '@/test/support/extent'
import { Hammer, type Statuses } from '@/test/support/hammer'
import { newMember, newOwner, type User } from '@/test/support/people'
import { type Server, startServer } from '@/test/support/server'

/*
 * After the answer of a change of a group, or of a service's name, no request that begins later is
 * answered by the old rule, by any of three processes, also where they answer from their caches.
 */

const rounds = repetitions(3, 20)
let server: Server
let call: Call
let owner: User
let member: User
let token: string

beforeAll(async () => {
  server = await startServer({ WEB_CONCURRENCY: '3', JETON_LEASES: 'on' })
  call = clientOf(server.address)
  owner = await newOwner(server, call)
  member = await newMember(call)
  ;({ token } = await createToken(call, member.headers['xc-auth'] ?? ''))
})
afterAll(() => server?.stop())

interface Scene {
  service: string
  group: { id: string; name: string }
}

const asOwner = (root: string) => callsAs(call, owner, root)

/** Opens a new service to a new group of the member. */
async function open(): Promise<Scene> {
  const added = { name: newName('group'), members: [member.id] }
  const { body: group } = await asOwner('groups').post('', added)
  const service = newName('service')
  await asOwner('services').post('', { name: service, groups: [group.name] })
  return { service, group }
}

const changes: Record<string, (scene: Scene) => Promise<Answer>> = {
  'the members of the group': ({ group }) =>
    asOwner('groups').patch(`/${group.id}`, { members: [owner.id] }),
  'a group that is deleted': ({ group }) => asOwner('groups').delete(`/${group.id}`),
  'a service that is renamed': ({ service }) =>
    asOwner('services').patch(`/${service}`, { name: newName('renamed') }),
}

test.each(Object.keys(changes))('%s', async (name) => {
  const sum: Record<'before' | 'after', Statuses> = { before: {}, after: {} }
  for (let round = 0; round < rounds; round += 1) {
    const scene = await open()
    const path = `/api/v1/services/${scene.service}/verify`
    const hammer = await Hammer.connect(server.address, 12, { path })
    const change = async () => expect((await changes[name]?.(scene))?.status).toBe(200)
    const { before, after } = await hammer.while(`xc-token: ${token}`, change)
    hammer.close()
    Object.assign(sum.before, before)
    Object.assign(sum.after, after)
    expect(before[200]).toBeGreaterThan(0)
  }
  expect(Object.keys(sum.after)).toEqual(['403'])
  expect(Object.keys(sum.before).filter((status) => !['200', '403'].includes(status))).toEqual([])
})

test('a renamed group and an opened service are in the next answer', async () => {
  const { service, group } = await open()
  const ask = () =>
    call('GET', `/api/v1/services/${service}/verify`, { headers: { 'xc-token': token } })
  const groupsOf = ({ headers }: Answer) => headers.get('remote-groups')?.split(',')
  for (let round = 0; round < rounds; round += 1) {
    expect(groupsOf(await ask())).toContain(group.name)
    const renamed = newName('renamed')
    await asOwner('groups').patch(`/${group.id}`, { name: renamed })
    for (let i = 0; i < 12; i += 1) expect(groupsOf(await ask())).toContain(renamed)
    group.name = renamed
  }
  await asOwner('services').patch(`/${service}`, { groups: [] })
  expect((await ask()).status).toBe(403)
  await asOwner('services').patch(`/${service}`, { access: 'everyone' })
  for (let i = 0; i < 12; i += 1) expect((await ask()).status).toBe(200)
})
