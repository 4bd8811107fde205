import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { activityOf, newActivityOf } from '@/test/support/activity'
import { callsAs, newName } from '@/test/support/calls-as'
import { clientOf } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { newMember, newOwner, type User } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { newHolder, rotated } from '@/test/support/rotations'
import { sharedServer } from '@/test/support/shared-server'

/* A token gets a new secret, and the one before may work for a while. */

const server = sharedServer()
const call = clientOf(server.address)
let owner: User

beforeAll(async () => {
  owner = await newOwner(server)
})

const verify = (token: string, path = '/api/v1/verify') =>
  call('GET', path, { headers: { 'xc-token': token } })
const statusOf = async (token: string) => (await verify(token)).status

/** Moves the end of the old secret, as if time had passed. */
const setEnd = (id: string, at: string | null) =>
  changeDatabase(server, 'UPDATE "ApiToken" SET "previousEndsAt" = ? WHERE "id" = ?', {
    parameters: [at, id],
  })
const past = '2026-01-01T00:00:00.000+00:00'

const none = { previous_ends_at: null, previous_last_used_at: null, previous_last_used_by: null }

describe('without grace', () => {
  test('the same token has a new secret, and the old one is refused at once', async () => {
    const { id, first, rotate, row, copied } = await newHolder(call)
    const before = await row()
    const { status, body } = await rotate()
    expect(status).toBe(200)
    const { token, ...shown } = body
    expect(shown).toEqual({
      ...before,
      token_hint: `jtn_…${token.slice(-4)}`,
      updated_at: body.updated_at,
      ...none,
    })
    expect(await row()).toEqual(shown)
    expect(token).not.toBe(first)
    expect(await statusOf(first)).toBe(401)
    const accepted = await verify(token)
    expect(accepted.status).toBe(200)
    expect(accepted.headers.get('x-token-id')).toBe(id)
    expect(accepted.headers.get('x-token-expires')).toBe('')
    expect(await copied()).toBe(token)
  })

  test('rotations follow each other, and each leaves one secret', async () => {
    const { first, rotate, copied } = await newHolder(call)
    let last = first
    for (const grace of ['0s', '0 days', '0m']) {
      const { token } = await rotated(rotate({ grace }))
      expect([await statusOf(last), await statusOf(token)]).toEqual([401, 200])
      last = token
    }
    expect(await copied()).toBe(last)
  })
})

test('a body may be left out, and one without a content type is refused', async () => {
  const { id, first, user } = await newHolder(call)
  const { headers } = user
  const path = `/api/v1/tokens/${id}/rotate`
  const body = new Blob(['{"grace":"1h"}'])
  expectProblem(await call('POST', path, { headers, body }), 415, 'input_invalid')
  expect(await statusOf(first)).toBe(200)
  const { token, previous_ends_at: endsAt } = (await call('POST', path, { headers })).body
  expect([endsAt, await statusOf(first), await statusOf(token)]).toEqual([null, 401, 200])
})

describe('with grace', () => {
  test('both secrets are the same token, and verification tells them apart', async () => {
    const { user, id, first, rotate, row, copied } = await newHolder(call)
    const from = Date.now()
    const { token, endsAt } = await rotated(rotate({ grace: '1 hour' }))
    const end = new Date(endsAt ?? '').getTime()
    expect(end).toBeGreaterThanOrEqual(from + 3_600_000)
    expect(end).toBeLessThanOrEqual(Date.now() + 3_600_000)
    for (const [secret, expiry] of [
      [first, endsAt],
      [token, ''],
    ] as const) {
      const { status, headers } = await verify(secret)
      expect([status, headers.get('x-token-id')]).toEqual([200, id])
      expect(headers.get('x-token-expires')).toBe(expiry)
      const me = await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': secret } })
      expect([me.status, me.body.id]).toEqual([200, user.id])
    }
    expect(await copied()).toBe(token)
    expect((await row()).previous_ends_at).toBe(endsAt)
  })

  test('introspection tells the end of the old secret, and none of the new one', async () => {
    const { user, first, rotate } = await newHolder(call)
    const { token, endsAt } = await rotated(rotate({ grace: '7 days' }))
    const introspect = async (secret: string) =>
      (
        await call('POST', '/api/v1/introspect', {
          headers: user.headers,
          body: new URLSearchParams({ token: secret }),
        })
      ).body
    const [old, current] = [await introspect(first), await introspect(token)]
    expect(old).toEqual({ ...current, exp: Math.floor(new Date(endsAt ?? '').getTime() / 1000) })
    expect(current.active).toBe(true)
  })

  test('a rotation is refused while the old secret works, and changes nothing', async () => {
    const { first, rotate, row, copied } = await newHolder(call)
    const { token } = await rotated(rotate({ grace: '1h' }))
    const before = await row()
    for (const json of [{}, { grace: '0s' }, { grace: '30d' }])
      expectProblem(await rotate(json), 409, 'rotation_in_progress')
    expect(await row()).toEqual(before)
    expect(await copied()).toBe(token)
    expect([await statusOf(first), await statusOf(token)]).toEqual([200, 200])
  })

  test('when its time is over, the old secret is refused, and the next rotation may come', async () => {
    const { id, first, rotate, row } = await newHolder(call)
    const { token } = await rotated(rotate({ grace: '1h' }))
    expect(await statusOf(first)).toBe(200)
    await setEnd(id, past)
    expect([await statusOf(first), await statusOf(token)]).toEqual([401, 200])
    expect(await row()).toMatchObject(none)
    const second = await rotated(rotate({ grace: '1h' }))
    // The first secret does not come back with the grace of the second.
    expect(await statusOf(first)).toBe(401)
    expect([await statusOf(token), await statusOf(second.token)]).toEqual([200, 200])
  })

  test('the old secret works until its end and not longer, to the millisecond', async () => {
    const { first, rotate } = await newHolder(call)
    const { endsAt } = await rotated(rotate({ grace: '1s' }))
    const end = new Date(endsAt ?? '').getTime()
    for (let isOver = false; !isOver; ) {
      const sentAt = Date.now()
      const status = await statusOf(first)
      const isBefore = Date.now() < end
      isOver = sentAt >= end
      if (isOver) expect(status).toBe(401)
      if (isBefore) expect(status).toBe(200)
    }
  })

  test('it can be ended at any time, and is refused at once', async () => {
    const { first, rotate, endPrevious, row, copied } = await newHolder(call)
    expectProblem(await endPrevious(), 404, 'not_found')
    const { token } = await rotated(rotate({ grace: '30d' }))
    expect(await statusOf(first)).toBe(200)
    expect((await endPrevious()).status).toBe(200)
    expect([await statusOf(first), await statusOf(token)]).toEqual([401, 200])
    expect(await row()).toMatchObject(none)
    expect(await copied()).toBe(token)
    expectProblem(await endPrevious(), 404, 'not_found')
    await rotated(rotate({ grace: '1h' }))
    expect(await statusOf(first)).toBe(401)
  })

  test('the token’s list of services holds for both secrets', async () => {
    const services = callsAs(call, owner, 'services')
    const [listed, other] = [newName('listed'), newName('other')]
    for (const name of [listed, other]) await services.post('', { name })
    const { id, first, tokens, rotate } = await newHolder(call)
    await tokens.patch(`/${id}`, { services: [listed] })
    const { token, endsAt } = await rotated(rotate({ grace: '1h' }))
    for (const [secret, expiry] of [
      [first, endsAt],
      [token, ''],
    ] as const) {
      const accepted = await verify(secret, `/api/v1/services/${listed}/verify`)
      expect(accepted.status).toBe(200)
      expect(accepted.headers.get('x-token-expires')).toBe(expiry)
      const refused = await verify(secret, `/api/v1/services/${other}/verify`)
      expectProblem(refused, 403, 'service_not_allowed')
      expectProblem(await verify(secret), 403, 'service_required')
    }
  })

  test('both secrets end with the token, and with their user', async () => {
    const deleted = await newHolder(call)
    const disabled = await newHolder(call)
    const people = callsAs(call, owner, 'users')
    for (const { holder, end } of [
      { holder: deleted, end: () => deleted.tokens.delete(`/${deleted.id}`) },
      {
        holder: disabled,
        end: () => people.patch(`/${disabled.user.id}`, { disabled: true }),
      },
    ]) {
      const { token } = await rotated(holder.rotate({ grace: '1h' }))
      expect([await statusOf(holder.first), await statusOf(token)]).toEqual([200, 200])
      expect((await end()).status).toBe(200)
      expect([await statusOf(holder.first), await statusOf(token)]).toEqual([401, 401])
    }
  })

  test('a row that is left behind is no secret: neither without an end nor two rotations later', async () => {
    const { id, first, rotate } = await newHolder(call)
    await rotated(rotate({ grace: '1h' }))
    expect(await statusOf(first)).toBe(200)
    await setEnd(id, null)
    expect(await statusOf(first)).toBe(401)
    await setEnd(id, '2126-01-01T00:00:00.000+00:00')
    expect(await statusOf(first)).toBe(200)
    await changeDatabase(
      server,
      'UPDATE "ApiToken" SET "secretGeneration" = "secretGeneration" + 1 WHERE "id" = ?',
      { parameters: [id] },
    )
    expect(await statusOf(first)).toBe(401)
  })
})

describe('the time that is asked for', () => {
  test.each(['30d', '720 hours', '4 weeks', ' 1 Minute ', '1s'])('%j is given', async (grace) => {
    const { first, rotate } = await newHolder(call)
    const { endsAt } = await rotated(rotate({ grace }))
    expect(endsAt).not.toBeNull()
    if (grace !== '1s') expect(await statusOf(first)).toBe(200)
  })

  test.each([
    '',
    '0',
    '3600',
    'soon',
    '-1h',
    '1.5h',
    '31d',
    '2592001s',
    '5w',
    '999999999w',
    3600,
    null,
    true,
    ['1h'],
  ])('%j is refused, and the secret stays', async (grace) => {
    const { first, rotate, copied } = await newHolder(call)
    const answer = await rotate({ grace })
    expectProblem(answer, 400, 'input_invalid')
    expect(answer.body.errors).toEqual([{ path: 'grace', message: expect.any(String) }])
    expect(await copied()).toBe(first)
    expect(await statusOf(first)).toBe(200)
  })

  test('another field is refused', async () => {
    const { rotate } = await newHolder(call)
    expectProblem(await rotate({ grace: '1h', name: 'other' }), 400, 'input_invalid')
  })
})

describe('at the same time', () => {
  test('of ten rotations with grace, one is made and the others are refused', async () => {
    const { first, rotate, copied } = await newHolder(call)
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate({ grace: '1h' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)])
    const token = answers.find(({ status }) => status === 200)?.body.token
    expect(await copied()).toBe(token)
    expect([await statusOf(first), await statusOf(token)]).toEqual([200, 200])
  })

  test('ten rotations without grace leave one secret, which Copy answers', async () => {
    const { first, rotate, copied } = await newHolder(call)
    const answers = await Promise.all(Array.from({ length: 10 }, () => rotate()))
    const secrets = answers.map(({ body }) => body.token as string)
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const accepted: string[] = []
    for (const secret of [first, ...secrets])
      if ((await statusOf(secret)) === 200) accepted.push(secret)
    expect(accepted).toEqual([await copied()])
  })

  test('a rotation and a delete leave no secret', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, first, tokens, rotate } = await newHolder(call)
      const [answer, deleted] = await Promise.all([
        rotate({ grace: '1h' }),
        tokens.delete(`/${id}`),
      ])
      expect(deleted.status).toBe(200)
      expect([200, 404]).toContain(answer.status)
      expect(await statusOf(first)).toBe(401)
      if (answer.status === 200) expect(await statusOf(answer.body.token)).toBe(401)
    }
  })
})

test('nobody else rotates a token or ends its old secret, an owner neither', async () => {
  const { user, id, first, rotate } = await newHolder(call)
  const { token } = await rotated(rotate({ grace: '1h' }))
  for (const other of [owner, await newMember(call)]) {
    const tokens = callsAs(call, other, 'tokens')
    const rotation = await tokens.post(`/${id}/rotate`, {})
    expectProblem(rotation, 404, 'not_found')
    expect(rotation.body).toEqual((await tokens.post(`/${randomUUID()}/rotate`, {})).body)
    const end = await tokens.delete(`/${id}/previous`)
    expectProblem(end, 404, 'not_found')
    expect(end.body).toEqual((await tokens.delete(`/${randomUUID()}/previous`)).body)
  }
  const people = callsAs(call, owner, 'users')
  expectProblem(await people.post(`/${user.id}/token/rotate`, {}), 403, 'not_a_machine')
  expectProblem(await people.delete(`/${user.id}/token/previous`), 403, 'not_a_machine')
  expect([await statusOf(first), await statusOf(token)]).toEqual([200, 200])
})

test('an owner rotates the token of a machine, and ends its old secret', async () => {
  const people = callsAs(call, owner, 'users')
  const { id } = (await people.post('', { kind: 'machine', display_name: 'Robot' })).body
  const path = `/${id}/token`
  expectProblem(await people.post(`${path}/rotate`, {}), 404, 'not_found')
  expectProblem(await people.delete(`${path}/previous`), 404, 'not_found')
  const made = (await people.post(path, { name: 'robot' })).body
  const { status, body } = await people.post(`${path}/rotate`, { grace: '1d' })
  const { token, ...row } = body
  expect([status, row.id, row.name]).toEqual([200, made.id, 'robot'])
  expect((await people.get(path)).body).toEqual(row)
  expect((await people.get(`${path}/secret`)).body.token).toBe(token)
  expectProblem(await people.post(`${path}/rotate`, {}), 409, 'rotation_in_progress')
  expect([await statusOf(made.token), await statusOf(token)]).toEqual([200, 200])
  expect((await people.delete(`${path}/previous`)).status).toBe(200)
  expect([await statusOf(made.token), await statusOf(token)]).toEqual([401, 200])
  expectProblem(await people.delete(`${path}/previous`), 404, 'not_found')
  const last = await rotated(people.post(`${path}/rotate`, {}))
  expect([await statusOf(token), await statusOf(last.token)]).toEqual([401, 200])
  const member = callsAs(call, await newMember(call), 'users')
  expectProblem(await member.post(`${path}/rotate`, {}), 403, 'owner_required')
  expectProblem(await member.delete(`${path}/previous`), 403, 'owner_required')
})

test('the audit log says what was done, until when the old secret works, and no secret', async () => {
  const { user, id, first, rotate, endPrevious } = await newHolder(call)
  const before = await activityOf(call, user.headers)
  const { token, endsAt } = await rotated(rotate({ grace: '1h' }))
  await rotate()
  await endPrevious()
  await endPrevious()
  const last = await rotated(rotate())
  const rows = await newActivityOf(call, user.headers, before)
  const detail = { token_id: id, token_name: 'deploy' }
  expect(rows.map((row) => [row.action, row.detail])).toEqual([
    ['token_rotated', detail],
    ['previous_secret_ended', detail],
    ['token_rotated', { ...detail, expires_at: endsAt }],
  ])
  for (const secret of [first, token, last.token])
    expect(JSON.stringify(rows)).not.toContain(secret.slice(4, 30))
})
