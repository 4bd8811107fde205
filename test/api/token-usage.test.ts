import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { type Calls, callsAs, newName } from '@/test/support/calls-as'
import { clientOf, createToken } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { newMember, newOwner, type User } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* How often a token was used, by day and service. */

const server = sharedServer()
const call = clientOf(server.address)
let user: User
let id: string
let tokens: Calls

beforeEach(async () => {
  user = await newMember(call)
  id = (await createToken(call, user.headers['xc-auth'] ?? '')).id
  tokens = callsAs(call, user, 'tokens')
})

const dayMs = 86_400_000
/** A moment of the present day, in UTC, by the clock of the test. */
const now = Date.now()
const dayBefore = (ago: number) => new Date(now - ago * dayMs).toISOString().slice(0, 10)
const noonOf = (ago: number) => `${dayBefore(ago)}T12:00:00.000Z`

const addUse = (service: string, ago: number, count: number, tokenId = id) =>
  changeDatabase(
    server,
    'INSERT INTO "ServiceUse" ("tokenId", "day", "service", "count", "lastUsedAt") VALUES (?, ?, ?, ?, ?)',
    { parameters: [tokenId, dayBefore(ago), service, count, noonOf(ago).replace('Z', '+00:00')] },
  )

test('uses are counted by day and service, and summed up by service', async () => {
  const other = await newMember(call)
  const others = await createToken(call, other.headers['xc-auth'] ?? '')
  await addUse('wiki', 3, 2)
  await addUse('', 3, 5)
  await addUse('wiki', 2, 9)
  await addUse('git', 2, 1)
  await addUse('wiki', 2, 100, others.id)
  const { status, body } = await tokens.get(`/${id}/usage`)
  expect([status, body]).toEqual([
    200,
    {
      days: [
        { day: dayBefore(3), service: null, count: 5 },
        { day: dayBefore(3), service: 'wiki', count: 2 },
        { day: dayBefore(2), service: 'git', count: 1 },
        { day: dayBefore(2), service: 'wiki', count: 9 },
      ],
      services: [
        { service: 'wiki', count: 11, last_used_at: noonOf(2) },
        { service: null, count: 5, last_used_at: noonOf(3) },
        { service: 'git', count: 1, last_used_at: noonOf(2) },
      ],
    },
  ])
})

test('a token that was never used has no days', async () => {
  const { body } = await tokens.get(`/${id}/usage`)
  expect(body).toEqual({ days: [], services: [] })
})

/** Two days off the edge: the day may change while the test runs. */
test.each([
  ['', 30],
  ['?days=10', 10],
  ['?days=90', 90],
])('the days that are asked for end today: %s', async (query, days) => {
  await addUse('wiki', days - 3, 1)
  await addUse('wiki', days + 2, 10)
  const { body } = await tokens.get(`/${id}/usage${query}`)
  expect(body.days).toEqual([{ day: dayBefore(days - 3), service: 'wiki', count: 1 }])
  expect(body.services).toMatchObject([{ service: 'wiki', count: 1 }])
})

test.each(['0', '91', '1e1', '-1', '', 'x'])('as many days are refused: %s', async (days) => {
  const answer = await tokens.get(`/${id}/usage?days=${days}`)
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors[0].path).toBe('days')
})

test('past days keep the name that a service had', async () => {
  const services = callsAs(call, await newOwner(server), 'services')
  const [name, renamed] = [newName('before'), newName('after')]
  await services.post('', { name })
  await addUse(name, 1, 1)
  await services.patch(`/${name}`, { name: renamed })
  await services.delete(`/${renamed}`)
  const { body } = await tokens.get(`/${id}/usage`)
  expect(body.services).toMatchObject([{ service: name, count: 1 }])
})

test('a use is shown to the user of the token alone, and not to the token', async () => {
  await addUse('wiki', 1, 1)
  const stranger = callsAs(call, await newOwner(server), 'tokens')
  const answer = await stranger.get(`/${id}/usage`)
  expectProblem(answer, 404, 'not_found')
  expect(answer.body).toEqual((await stranger.get(`/${randomUUID()}/usage`)).body)
  const { token } = (await tokens.get(`/${id}/secret`)).body
  const asToken = callsAs(call, { headers: { 'xc-token': token } }, 'tokens')
  expectProblem(await asToken.get(`/${id}/usage`), 403, 'session_required')
})
