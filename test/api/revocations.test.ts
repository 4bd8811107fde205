import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, password } from '@/test/support/client'
import { newMember, newOwner, type People, peopleAs, type User } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { type Heard, type Receiver, receive } from '@/test/support/receiver'
import { sharedServer } from '@/test/support/shared-server'

/* The revocation stream: who may receive, what is an event, and where a stream goes on. */

const server = sharedServer()
const call = clientOf(server.address)
const path = '/api/v1/revocations'
let owner: User
let people: People
let service: { id: string; headers: { 'xc-token': string } }

beforeAll(async () => {
  owner = await newOwner(server)
  people = peopleAs(call, owner)
  service = await newMachine('service')
})

const open: Receiver[] = []
afterEach(() => {
  for (const receiver of open.splice(0)) receiver.cut()
})

async function listen(headers: Record<string, string> = service.headers, lastEventId?: string) {
  const receiver = await receive(server.address, headers, lastEventId)
  open.push(receiver)
  return receiver
}

async function newMachine(role: string) {
  const { body } = await people.post('', { kind: 'machine', display_name: 'Gate', role })
  const { token } = (await people.post(`/${body.id}/token`, { name: 'gate' })).body
  return { id: body.id as string, headers: { 'xc-token': token as string } }
}

const isAbout = (user: { id: string }) => (heard: Heard) => heard.data.user_id === user.id

/** @returns the event of what `act` does to a new member */
async function heardOf(
  act: (member: User) => Promise<unknown>,
  prepare: (member: User) => Promise<unknown> = async () => {},
): Promise<{ heard: Heard; member: User }> {
  const member = await newMember(call)
  await prepare(member)
  const receiver = await listen()
  await act(member)
  return { heard: await receiver.until(isAbout(member)), member }
}

test('owners and services receive, by any credential but the cookie', async () => {
  const { token } = await createToken(call, owner.headers['xc-auth'] ?? '')
  const authToken = owner.headers['xc-auth'] ?? ''
  const credentials: Record<string, string>[] = [
    { 'xc-token': token },
    { 'xc-auth': authToken },
    { authorization: `Bearer ${authToken}` },
    service.headers,
  ]
  for (const headers of credentials) {
    const { response, heard } = await listen(headers)
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      connection: 'close',
    })
    expect(heard[0]).toEqual({
      event: 'heartbeat',
      id: expect.stringMatching(/^\d+\.[0-9a-f-]{36}$/),
      data: {},
    })
  }
  const { cookie } = await signInAsBrowser(call, owner.email)
  expectProblem(await call('GET', path, { headers: { cookie } }), 401, 'credential_missing')
})

test('nobody else receives', async () => {
  const member = await newMember(call)
  const { id, token } = await createToken(call, member.headers['xc-auth'] ?? '')
  const machine = await newMachine('member')
  for (const headers of [member.headers, { 'xc-token': token }, machine.headers])
    expectProblem(await call('GET', path, { headers }), 403, 'owner_required')
  expectProblem(await call('GET', path), 401, 'credential_missing')
  const madeUp = { 'xc-token': `jtn_${'x'.repeat(36)}` }
  expectProblem(await call('GET', path, { headers: madeUp }), 401, 'token_invalid')
  const json = { services: [] }
  await call('PATCH', `/api/v1/tokens/${id}`, { headers: member.headers, json })
  await people.patch(`/${member.id}`, { role: 'owner' })
  expectProblem(
    await call('GET', path, { headers: { 'xc-token': token } }),
    403,
    'service_required',
  )
  await people.patch(`/${service.id}`, { disabled: true })
  expectProblem(await call('GET', path, { headers: service.headers }), 401, 'token_invalid')
  await people.patch(`/${service.id}`, { disabled: false })
})

test('HEAD and OPTIONS are answered at once, and other methods refused', async () => {
  const { headers } = service
  const head = await call('HEAD', path, { headers })
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  expect((await call('OPTIONS', path)).headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  expectProblem(await call('POST', path, { headers }), 405, 'method_not_allowed')
})

test('the end of an API token is heard, whoever ends it', async () => {
  let tokenId = ''
  const prepare = async ({ headers }: User) => {
    tokenId = (await createToken(call, headers['xc-auth'] ?? '')).id
  }
  const { heard, member } = await heardOf(
    ({ headers }) => call('DELETE', `/api/v1/tokens/${tokenId}`, { headers }),
    prepare,
  )
  const expected = {
    event: 'revocation',
    id: expect.stringMatching(/^\d+\.[0-9a-f-]{36}$/),
    data: {
      kind: 'api_token',
      user_id: member.id,
      token_id: tokenId,
      session_id: null,
      reason: 'token_deleted',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    },
  }
  expect(heard).toEqual(expected)
  const byOwner = await heardOf(({ id }) => people.delete(`/${id}/token`), prepare)
  expect(byOwner.heard).toEqual({
    ...expected,
    data: { ...expected.data, user_id: byOwner.member.id, token_id: tokenId },
  })
  const narrowed = await heardOf(
    ({ headers }) =>
      call('PATCH', `/api/v1/tokens/${tokenId}`, { headers, json: { services: [] } }),
    prepare,
  )
  expect(narrowed.heard.data).toMatchObject({ token_id: tokenId, reason: 'token_changed' })
})

test('a replacement of a secret is heard, and the end of the one before', async () => {
  let tokenId = ''
  const create = async ({ headers }: User) => {
    tokenId = (await createToken(call, headers['xc-auth'] ?? '')).id
  }
  const rotate = async ({ headers }: User, grace: string) => {
    const path = `/api/v1/tokens/${tokenId}/rotate`
    expect((await call('POST', path, { headers, json: { grace } })).status).toBe(200)
  }
  for (const grace of ['0s', '1h']) {
    const { heard } = await heardOf((member) => rotate(member, grace), create)
    expect(heard.data).toMatchObject({ token_id: tokenId, reason: 'token_rotated' })
  }
  const { heard } = await heardOf(
    ({ headers }) => call('DELETE', `/api/v1/tokens/${tokenId}/previous`, { headers }),
    async (member) => {
      await create(member)
      // A receiver that connects shortly after a revocation may hear of it, too.
      const before = await listen()
      await rotate(member, '1h')
      await before.until(isAbout(member))
    },
  )
  expect(heard.data).toMatchObject({ token_id: tokenId, reason: 'previous_secret_ended' })
})

test('the end of a session is heard with its id', async () => {
  const out = await heardOf(({ headers }) => call('POST', '/api/v1/auth/user/signout', { headers }))
  expect(out.heard.data).toMatchObject({ kind: 'session', token_id: null, reason: 'signed_out' })
  let other = ''
  const ended = await heardOf(
    ({ headers }) => call('DELETE', `/api/v1/sessions/${other}`, { headers }),
    async ({ email, headers }) => {
      await call('POST', '/api/v1/auth/user/signin', { json: { email, password } })
      const { list } = (await call('GET', '/api/v1/sessions', { headers })).body
      other = list.find(({ is_current }: { is_current: boolean }) => !is_current).id
    },
  )
  expect(ended.heard.data).toMatchObject({
    kind: 'session',
    session_id: other,
    reason: 'session_ended',
  })
})

test.each([
  ['all sessions', 'all_sessions_ended', ({ id }: User) => people.post(`/${id}/sign-out`)],
  ['disabling', 'user_disabled', ({ id }: User) => people.patch(`/${id}`, { disabled: true })],
  ['deleting', 'account_deleted', ({ id }: User) => people.delete(`/${id}`)],
  ['erasing', 'account_deleted', ({ id }: User) => people.delete(`/${id}?erase=true`)],
  ['groups', 'user_changed', ({ id }: User) => people.patch(`/${id}`, { groups: [randomUUID()] })],
  [
    'a new password',
    'password_changed',
    ({ headers }: User) =>
      call('POST', '/api/v1/auth/user/password/change', {
        headers,
        json: { currentPassword: password, newPassword: `${password} too` },
      }),
  ],
])('of a user, %s is heard', async (_name, reason, act) => {
  const { heard, member } = await heardOf(act)
  expect(heard).toMatchObject({
    event: 'revocation',
    data: { kind: 'user', user_id: member.id, token_id: null, session_id: null, reason },
  })
})

test('a change that concerns unknown users says to forget everything', async () => {
  const { headers } = owner
  const name = `s-${randomUUID()}`
  const groups = [randomUUID()]
  const json = { name, title: 'x', access: 'groups', groups }
  await call('POST', '/api/v1/services', { headers, json })
  const receiver = await listen()
  const reset = (reason: string) =>
    receiver.until(({ event, data }) => event === 'reset' && data.reason === reason)
  await call('PATCH', `/api/v1/services/${name}`, { headers, json: { access: 'everyone' } })
  await reset('service_changed')
  await call('DELETE', `/api/v1/services/${name}`, { headers })
  await reset('service_deleted')
  const { list } = (await call('GET', '/api/v1/groups?limit=1000', { headers })).body
  const group = list.find((one: { name: string }) => one.name === groups[0])
  await call('PATCH', `/api/v1/groups/${group.id}`, { headers, json: { name: randomUUID() } })
  await reset('group_changed')
  await call('DELETE', `/api/v1/groups/${group.id}`, { headers })
  await reset('group_deleted')
})

test('a stream goes on after the last event, and says so if it cannot', async () => {
  const first = await newMember(call)
  const receiver = await listen()
  await people.post(`/${first.id}/sign-out`)
  const { id } = await receiver.until(isAbout(first))
  receiver.cut()
  const missed = await newMember(call)
  await people.post(`/${missed.id}/sign-out`)
  const again = await listen(service.headers, id)
  const next = await newMember(call)
  await people.post(`/${next.id}/sign-out`)
  await again.until(isAbout(next))
  const ours = again.events().filter((heard) => [missed, next].some((user) => isAbout(user)(heard)))
  expect(ours.map(({ data }) => data.user_id)).toEqual([missed.id, next.id])
  expect(again.events().some(isAbout(first))).toBe(false)
  const [sequence] = id.split('.')
  for (const unknown of [`${sequence}.${randomUUID()}`, `999999999.${randomUUID()}`, 'abc', '-1']) {
    const [reset] = (await listen(service.headers, unknown)).heard
    expect(reset).toMatchObject({ event: 'reset', data: { reason: 'unknown_id' } })
    expect(reset?.id).toMatch(/^\d+\.[0-9a-f-]{36}$/)
  }
})

test('a receiver whose right has ended is cut, and told nothing more', async () => {
  const machines = await Promise.all([1, 2, 3].map(() => newMachine('service')))
  const [deleted, demoted, disabled] = machines
  const receivers = await Promise.all(machines.map(({ headers }) => listen(headers)))
  await people.delete(`/${deleted?.id}/token`)
  await people.patch(`/${demoted?.id}`, { role: 'member' })
  await people.patch(`/${disabled?.id}`, { disabled: true })
  await Promise.all(receivers.map(({ ended }) => ended))
  for (const [i, receiver] of receivers.entries())
    expect(receiver.events().filter(isAbout(machines[i] ?? { id: '' }))).toEqual([])
  const other = await newOwner(server)
  const bySession = await listen(other.headers)
  await call('POST', '/api/v1/auth/user/signout', { headers: other.headers })
  await bySession.ended
})
