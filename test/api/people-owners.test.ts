import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { repetitions } from '@/test/support/extent'
import { newMember, newOwner, peopleAs, type User } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/*
 * An installation that has had an owner always has one who can sign in, whatever two owners do to
 * each other at the same moment.
 */

const rounds = repetitions(5, 20)
let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer({ WEB_CONCURRENCY: '2' })
  call = clientOf(server.address)
})
afterAll(() => server?.stop())

const countOwners = async () =>
  (
    await askDatabase(
      server,
      `SELECT * FROM "User" WHERE "role" = 'owner' AND "disabledAt" IS NULL AND "invitedAt" IS NULL`,
    )
  ).length

/** Makes two owners, and everybody else a member. */
async function twoOwners(): Promise<[User, User]> {
  const pair: [User, User] = [await newOwner(server, call), await newOwner(server, call)]
  const ids = pair.map(({ id }) => `'${id}'`).join(', ')
  await changeDatabase(server, `UPDATE "User" SET "role" = 'member' WHERE "id" NOT IN (${ids})`)
  expect(await countOwners()).toBe(2)
  return pair
}

test('the only owner cannot step down, be disabled or be deleted', async () => {
  const [owner, other] = await twoOwners()
  const people = peopleAs(call, owner)
  expect((await people.patch(`/${other.id}`, { role: 'member' })).status).toBe(200)
  const invited = await people.post('', { email: `${owner.id}@example.com`, role: 'owner' })
  expect(invited.status).toBe(200)
  const dismissals = [
    () => people.patch(`/${owner.id}`, { role: 'member' }),
    () => people.patch(`/${owner.id}`, { roles: 'org-level-creator' }),
    () => people.patch(`/${owner.id}`, { disabled: true }),
    () => people.delete(`/${owner.id}`),
    () => people.delete(`/${owner.id}?erase=true`),
  ]
  for (const dismiss of dismissals) expectProblem(await dismiss(), 409, 'last_owner')
  expect((await people.get()).status).toBe(200)
  await people.patch(`/${other.id}`, { role: 'owner' })
  expect((await people.patch(`/${owner.id}`, { role: 'member' })).status).toBe(200)
  expectProblem(await people.get(), 403, 'owner_required')
})

const acts = {
  demote: (by: User, of: User) => peopleAs(call, by).patch(`/${of.id}`, { role: 'member' }),
  disable: (by: User, of: User) => peopleAs(call, by).patch(`/${of.id}`, { disabled: true }),
  delete: (by: User, of: User) => peopleAs(call, by).delete(`/${of.id}`),
}

test.each([
  ['demote', 'demote'],
  ['disable', 'disable'],
  ['delete', 'delete'],
  ['demote', 'delete'],
  ['disable', 'demote'],
] as const)('of two owners who %s and %s each other at once, one is left', async (one, two) => {
  for (let round = 0; round < rounds; round += 1) {
    const [ada, bob] = await twoOwners()
    const answers = await Promise.all([acts[one](ada, bob), acts[two](bob, ada)])
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses[0]).toBe(200)
    expect([401, 403, 409]).toContain(statuses[1])
    expect(await countOwners()).toBe(1)
  }
})

test('two owners who step down at once leave one', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const [ada, bob] = await twoOwners()
    const answers = await Promise.all([acts.demote(ada, ada), acts.demote(bob, bob)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await countOwners()).toBe(1)
  }
})

test('the database itself keeps the last owner, also of two statements at once', async () => {
  for (let round = 0; round < rounds; round += 1) {
    const pair = await twoOwners()
    const statements = [
      `UPDATE "User" SET "role" = 'member' WHERE "id" =`,
      `UPDATE "User" SET "disabledAt" = CURRENT_TIMESTAMP WHERE "id" =`,
      `UPDATE "User" SET "invitedAt" = CURRENT_TIMESTAMP WHERE "id" =`,
      `DELETE FROM "User" WHERE "id" =`,
    ]
    const sql = statements[round % statements.length]
    const results = await Promise.allSettled(
      pair.map(async ({ id }) => changeDatabase(server, `${sql} '${id}'`)),
    )
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [String(result.reason)] : [],
    )
    expect(refused).toEqual([expect.stringContaining('last_owner')])
    expect(await countOwners()).toBe(1)
  }
})

test('an owner who was demoted meanwhile changes nothing any more', async () => {
  const [ada, bob] = await twoOwners()
  const member = await newMember(call)
  await peopleAs(call, bob).patch(`/${ada.id}`, { role: 'member' })
  expectProblem(await acts.disable(ada, member), 403, 'owner_required')
})
