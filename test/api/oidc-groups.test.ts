import { afterAll, beforeAll, expect, test } from 'vitest'
import { activityOf } from '@/test/support/activity'
import { askDatabase, changeDatabase } from '@/test/support/database'
import {
  type OidcServer,
  signInThrough,
  somebody,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { expectProblem } from '@/test/support/problem'

let oidc: OidcServer & { owner: string }
beforeAll(async () => {
  oidc = await startOwnedOidcServer('userinfo', { JETON_OIDC_OWNER_GROUPS: 'chiefs' })
})
afterAll(() => oidc.stop())

const me = (cookie: string) => oidc.call('GET', '/api/v1/auth/user/me', { headers: { cookie } })

test('groups follow the claim at each sign-in, and those given by hand stay', async () => {
  const person = somebody({ groups: ['readers', 'writers', ' '] })
  const { cookie } = await signInThrough(oidc, person)
  const { body } = await me(cookie)
  const given = `INSERT INTO "GroupMember" ("userId", "groupId", "source") SELECT ?, "id", 'owner' FROM "Group" WHERE "name" = 'writers'`
  await changeDatabase(oidc.server, given, { parameters: [body.id] })
  const groups = async () =>
    (
      await askDatabase(
        oidc.server,
        `SELECT "name", "source" FROM "GroupMember" JOIN "Group" ON "Group"."id" = "groupId" WHERE "userId" = '${body.id}' ORDER BY "name", "source"`,
      )
    ).map(({ name, source }) => `${name} ${source}`)
  expect(await groups()).toEqual(['readers provider', 'writers owner', 'writers provider'])
  await signInThrough(oidc, { ...person, groups: ['editors'] })
  expect(await groups()).toEqual(['editors provider', 'writers owner'])
  await signInThrough(oidc, { ...person, groups: undefined })
  expect(await groups()).toEqual(['writers owner'])
  // A change is recorded, and a sign-in that changes nothing is not one.
  await signInThrough(oidc, { ...person, groups: undefined })
  const actions = (await activityOf(oidc.call, { cookie })).map(({ action }) => action)
  expect(actions.filter((action) => action === 'groups_followed')).toHaveLength(2)
})

test('an owner who changes the groups of somebody takes over none of the provider’s', async () => {
  const person = somebody({ groups: ['readers', 'a\nb'] })
  await signInThrough(oidc, person)
  const headers = { 'xc-auth': oidc.owner }
  const find = async () =>
    (await oidc.call('GET', `/api/v1/users?query=${person.email}`, { headers })).body.list[0]
  const { id, groups } = await find()
  expect(groups).toEqual(['readers'])
  const change = (names: string[]) =>
    oidc.call('PATCH', `/api/v1/users/${id}`, { headers, json: { groups: names } })
  expect((await change([...groups, 'design'])).body.groups).toEqual(['design', 'readers'])
  expectProblem(await change(['a\nb']), 400, 'input_invalid')
  await signInThrough(oidc, { ...person, groups: ['editors'] })
  expect((await find()).groups).toEqual(['design', 'editors'])
})

test('owner groups make an owner, and leaving them unmakes one', async () => {
  const person = somebody({ groups: ['chiefs'] })
  const roles = async (cookie: string) => (await me(cookie)).body.roles
  expect(await roles((await signInThrough(oidc, person)).cookie)).toEqual({
    user: true,
    owner: true,
  })
  const { cookie } = await signInThrough(oidc, { ...person, groups: ['readers'] })
  expect(await roles(cookie)).toEqual({ user: true })
  const actions = (await activityOf(oidc.call, { cookie })).map(({ action }) => action)
  expect(actions.filter((action) => action === 'role_followed')).toHaveLength(2)
})

const thousand = Array.from({ length: 1_000 }, (_, i) => `group ${1_000 + i}`)

test.each([
  ['one name', 'readers', ['readers']],
  ['an object by names, as Zitadel sends it', { readers: { org: 'x' } }, ['readers']],
  ['lists and objects within the list', [['chiefs'], { name: 'chiefs' }, 'readers'], ['readers']],
  ['no texts', [1, true, null, 'readers'], ['readers']],
  ['a number', 7, []],
  ['nothing', null, []],
  ['an empty text', '', []],
  ['a name of 10,000 characters', ['g'.repeat(10_000), 'readers'], ['readers']],
  ['a comma in a name', ['ou=readers,dc=example', 'readers'], ['ou=readers,dc=example', 'readers']],
  ['a name of 65 characters', ['g'.repeat(65), 'readers'], ['readers']],
  ['control characters', ['chiefs\u0000', 'readers'], ['readers']],
  ['the same name twice', ['readers', 'readers '], ['readers']],
  ['a thousand names', thousand, thousand.slice(0, 200)],
])('a claim of %s gives the groups that it names', async (_, claim, groups) => {
  const { path, cookie } = await signInThrough(oidc, somebody({ groups: claim }))
  expect(path).toBe('/')
  const { body } = await me(cookie)
  expect(body.groups).toEqual(groups)
  expect(body.roles).toEqual({ user: true })
})

test.each(['chiefs ', ' chiefs', '\u00a0chiefs', '\ufeffchiefs'])(
  'a group that merely looks like the owners’ makes no owner: %j',
  async (name) => {
    const { cookie } = await signInThrough(oidc, somebody({ groups: [name] }))
    expect((await me(cookie)).body.roles).toEqual({ user: true })
  },
)

test('among a thousand groups, that of the owners counts', async () => {
  const { cookie } = await signInThrough(oidc, somebody({ groups: [...thousand, 'chiefs'] }))
  expect((await me(cookie)).body.roles).toEqual({ user: true, owner: true })
})
