import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, clientOf, createToken, signUp } from '@/test/support/client'
import { askDatabase } from '@/test/support/database'
import { identityNames } from '@/test/support/identity-names'
import { expectProblem } from '@/test/support/problem'
import { sendRaw } from '@/test/support/raw'
import { serviceRows } from '@/test/support/services'
import { sharedServer } from '@/test/support/shared-server'

/* The verifier's answers to proxies that name the service that they guard. */

const server = sharedServer()
const call = clientOf(server.address)
const rows = serviceRows(server)
let authToken: string
let userId: string
let token: { id: string; token: string }

beforeAll(async () => {
  ;({ authToken } = await signUp(call))
  const headers = { 'xc-auth': authToken }
  userId = (await call('GET', '/api/v1/auth/user/me', { headers })).body.id
  token = await createToken(call, authToken, 'n8n')
})

const newName = () => `s-${randomUUID()}`
const pathOf = (name: string, rest = '') => `/api/v1/services/${name}/verify${rest}`
const byToken = () => ({ 'xc-token': token.token })
const byAuthToken = () => ({ 'xc-auth': authToken })
const ask = (name: string, headers: Record<string, string> = byToken(), method = 'GET') =>
  call(method, pathOf(name), { headers })
const statusOf = async (name: string, headers?: Record<string, string>) =>
  (await ask(name, headers)).status

function expectRefused(answer: Answer, code: Parameters<typeof expectProblem>[2]): void {
  expectProblem(answer, 403, code)
  expect(answer.headers.get('x-auth-error')).toBe(code)
  for (const name of identityNames) expect(answer.headers.get(name)).toBeNull()
}

describe('a service for everyone', () => {
  test.each(['GET', 'POST', 'OPTIONS', 'DELETE', 'PROPFIND'])(
    'accepts a token, by %s, and says for which service',
    async (method) => {
      const name = newName()
      await rows.addService(name)
      const { status, text, headers } = await ask(name, byToken(), method)
      expect({ status, text }).toEqual({ status: 200, text: '' })
      expect(headers.get('x-service')).toBe(name)
      expect(headers.get('x-token-id')).toBe(token.id)
    },
  )

  test('refuses no token and a made-up one as plain verify does', async () => {
    const name = newName()
    await rows.addService(name)
    expectProblem(await ask(name, {}), 401, 'credential_missing')
    expectProblem(await ask(name, { 'xc-token': 'made-up' }), 401, 'token_invalid')
    expectProblem(await ask(newName(), {}), 401, 'credential_missing')
    expectProblem(await ask(newName(), { 'xc-token': 'made-up' }), 401, 'token_invalid')
  })

  test('plain verify names no service', async () => {
    const { headers } = await call('GET', '/api/v1/verify', { headers: byToken() })
    expect(headers.get('x-service')).toBe('')
  })
})

describe('a service that does not exist', () => {
  test('refuses, is open once it is added, and refuses again once it is removed', async () => {
    const name = newName()
    expectRefused(await ask(name), 'service_unknown')
    const id = await rows.addService(name)
    expect(await statusOf(name)).toBe(200)
    await rows.change('DELETE FROM "Service" WHERE "id" = ?', id)
    expectRefused(await ask(name), 'service_unknown')
  })
})

describe('a service for groups', () => {
  test('accepts their members from the next request on, and refuses them from the next', async () => {
    const name = newName()
    const [ops, others] = [await rows.addGroup('ops'), await rows.addGroup('others')]
    await rows.addService(name, [ops])
    await rows.addMember(userId, others)
    expectRefused(await ask(name), 'service_not_allowed')
    await rows.addMember(userId, ops)
    expect((await ask(name)).headers.get('remote-groups')).toBe('ops,others')
    expect(await statusOf(name, byAuthToken())).toBe(200)
    await rows.removeMember(userId, ops)
    expectRefused(await ask(name), 'service_not_allowed')
    expectRefused(await ask(name, byAuthToken()), 'service_not_allowed')
    await rows.removeMember(userId, others)
  })

  test('without a group is open to nobody', async () => {
    const name = newName()
    await rows.addService(name, [])
    expectRefused(await ask(name), 'service_not_allowed')
  })

  test('is closed, not opened, by the removal of its only group', async () => {
    const name = newName()
    const ops = await rows.addGroup('ops')
    await rows.addService(name, [ops])
    await rows.addMember(userId, ops)
    expect(await statusOf(name)).toBe(200)
    await rows.change('DELETE FROM "Group" WHERE "id" = ?', ops)
    expectRefused(await ask(name), 'service_not_allowed')
  })

  test('follows a group that is renamed', async () => {
    const name = newName()
    const ops = await rows.addGroup('ops')
    await rows.addService(name, [ops])
    await rows.addMember(userId, ops)
    expect(await statusOf(name)).toBe(200)
    await rows.change(`UPDATE "Group" SET "name" = 'operators' WHERE "id" = ?`, ops)
    expect((await ask(name)).headers.get('remote-groups')).toBe('operators')
    await rows.removeMember(userId, ops)
  })

  test('is opened to everyone, and closed again', async () => {
    const name = newName()
    const id = await rows.addService(name, [])
    const setAccess = (access: string) =>
      rows.change('UPDATE "Service" SET "access" = ? WHERE "id" = ?', access, id)
    await setAccess('everyone')
    expect(await statusOf(name)).toBe(200)
    await setAccess('groups')
    expectRefused(await ask(name), 'service_not_allowed')
  })
})

test('names of groups forge no other: commas and escapes are encoded', async () => {
  const names = ['a,b', 'admin%2C', 'b', 'équipe']
  const ids = []
  for (const name of names) {
    const id = await rows.addGroup(name)
    ids.push(id)
    await rows.addMember(userId, id)
  }
  await rows.addMember(userId, ids[2] ?? '', 'provider')
  const { headers } = await call('GET', '/api/v1/verify', { headers: byToken() })
  const expected = 'a%2Cb,admin%252C,b,%C3%A9quipe'
  expect(headers.get('remote-groups')).toBe(expected)
  expect(headers.get('x-auth-request-groups')).toBe(expected)
  expect(expected.split(',').map(decodeURIComponent)).toEqual(names)
  for (const id of ids) await rows.removeMember(userId, id)
})

describe('a token with a list of its own', () => {
  test('is good there alone, and an auth token everywhere', async () => {
    const [listed, other] = [newName(), newName()]
    const id = await rows.addService(listed)
    await rows.addService(other)
    await rows.setList(token.id, [id])
    expect(await statusOf(listed)).toBe(200)
    expectRefused(await ask(other), 'service_not_allowed')
    expectRefused(await ask(newName()), 'service_unknown')
    expectRefused(await call('GET', '/api/v1/verify', { headers: byToken() }), 'service_required')
    expect(await statusOf(other, byAuthToken())).toBe(200)
    expect((await call('GET', '/api/v1/verify', { headers: byAuthToken() })).status).toBe(200)
    await rows.setList(token.id, null)
    expect(await statusOf(other)).toBe(200)
    expect((await call('GET', '/api/v1/verify', { headers: byToken() })).status).toBe(200)
  })

  test('opens nothing that the groups of its user do not have', async () => {
    const name = newName()
    await rows.setList(token.id, [await rows.addService(name, [])])
    expectRefused(await ask(name), 'service_not_allowed')
    await rows.setList(token.id, null)
  })

  test('is good nowhere when its only service is removed', async () => {
    const [listed, other] = [newName(), newName()]
    const id = await rows.addService(listed)
    await rows.addService(other)
    await rows.setList(token.id, [id])
    await rows.change('DELETE FROM "Service" WHERE "id" = ?', id)
    expectRefused(await ask(listed), 'service_unknown')
    expectRefused(await ask(other), 'service_not_allowed')
    expectRefused(await call('GET', '/api/v1/verify', { headers: byToken() }), 'service_required')
    await rows.setList(token.id, null)
  })

  test('is not good for the API of this server, nor for introspection', async () => {
    await rows.setList(token.id, [])
    expectRefused(
      await call('GET', '/api/v1/auth/user/me', { headers: byToken() }),
      'service_required',
    )
    const introspected = await call('POST', '/api/v1/introspect', {
      headers: byAuthToken(),
      body: new URLSearchParams({ token: token.token }),
    })
    expect(introspected.body).toEqual({ active: false })
    await rows.setList(token.id, null)
  })
})

describe('of two services, an open and a closed one,', () => {
  const [open, closed] = [newName(), newName()]

  beforeAll(async () => {
    await rows.addService(open)
    await rows.addService(closed, [])
  })

  const answerAt = async (path: string) => {
    const { status, text } = await sendRaw(server.address, {
      path,
      headers: [['xc-token', token.token]],
    })
    return [status, /^x-service: (.*)\r$/im.exec(text)?.[1]]
  }

  test.each([
    ['/', '/x/y?z'],
    ['dot segments', '/../../NAME/verify'],
    ['encoded dot segments', '/%2e%2e/%2e%2e/NAME/verify'],
    ['dot segments up to the root', '/../../../../../api/v1/services/NAME/verify'],
    ['the path of plain verify', '/../../../verify'],
    ['an empty segment', '//NAME/verify'],
    ['a semicolon', '/;/../NAME'],
    ['a query', '?service=NAME'],
    ['backslashes', '/\\..\\..\\NAME\\verify'],
    ['a NUL', '/%00/../../NAME/verify'],
    ['a fragment', '/#/../../NAME/verify'],
  ])('the path that a proxy appends chooses neither: %s', async (_, appended) => {
    expect(await answerAt(pathOf(closed, appended.replace('NAME', open)))).toEqual([403, undefined])
    expect(await answerAt(pathOf(open, appended.replace('NAME', closed)))).toEqual([200, open])
  })

  test.each([
    ['upper case', (name: string) => pathOf(name.toUpperCase())],
    ['an escape', (name: string) => pathOf(name.replace('s', '%73'))],
    ['a NUL', (name: string) => pathOf(`${name}%00`)],
    ['a semicolon', (name: string) => pathOf(`${name};a=b`)],
    ['a query in the name', (name: string) => pathOf(`x?/${name}`)],
    ['a space', (name: string) => pathOf(`${name}%20`)],
    ['dot segments', (name: string) => `/api/v1/services/x/../${name}/verify`],
    [
      'dot segments before it, and to plain verify',
      (name: string) => `/./api/v1/services/${name}/verify/../../../verify`,
    ],
    [
      'an escape before it, and dot segments to plain verify',
      (name: string) => `/api/v1/%73ervices/${name}/verify/%2e%2e/../../verify`,
    ],
    ['dot segments to plain verify', () => '/api/v1/services/../verify'],
    ['an empty name', () => '/api/v1/services//verify'],
    ['an empty segment', (name: string) => `/api/v1/services//${name}/verify`],
    ['an empty first segment', (name: string) => `//api/v1/services/${name}/verify`],
    ['upper case in the path', (name: string) => `/api/v1/Services/${name}/verify`],
    ['an escape in the path', (name: string) => `/api/v1/%73ervices/${name}/verify`],
    ['an escaped slash', (name: string) => `/api/v1/services/${name}%2fverify`],
    ['more behind verify', (name: string) => `/api/v1/services/${name}/verifyx`],
    ['nothing behind the name', (name: string) => `/api/v1/services/${name}`],
  ])('another spelling of the path opens neither: %s', async (_, spell) => {
    for (const name of [open, closed]) {
      const [status, service] = await answerAt(spell(name))
      expect(status).not.toBe(200)
      expect(service).toBeUndefined()
    }
  })

  test('a path with scheme and host names the same service', async () => {
    expect(await answerAt(`http://example.com${pathOf(open)}`)).toEqual([200, open])
    expect(await answerAt(`http://example.com${pathOf(closed, `/../../${open}/verify`)}`)).toEqual([
      403,
      undefined,
    ])
  })

  test('headers and hosts of a client choose neither', async () => {
    const headers = {
      ...byToken(),
      'x-service': open,
      'x-forwarded-uri': pathOf(open),
      'x-original-url': pathOf(open),
      'x-forwarded-host': open,
      'remote-groups': 'ops',
    }
    expectRefused(await ask(closed, headers), 'service_not_allowed')
  })
})

test('uses are counted by token, by service and by day', async () => {
  const name = newName()
  await rows.addService(name)
  const { authToken: other } = await signUp(call)
  const own = await createToken(call, other, 'counted')
  const headers = { 'xc-token': own.token }
  for (let i = 0; i < 3; i += 1) await call('GET', pathOf(name), { headers })
  await call('GET', '/api/v1/verify', { headers })
  await call('GET', pathOf(newName()), { headers })
  const usesOf = () =>
    askDatabase(
      server,
      `SELECT "service", "count", "day", "lastUsedAt" FROM "ServiceUse" WHERE "tokenId" = '${own.id}' ORDER BY "service"`,
    )
  const today = new Date().toISOString().slice(0, 10)
  await expect
    .poll(async () => (await usesOf()).map(({ service, count }) => [service, Number(count)]), {
      timeout: 90_000,
    })
    .toEqual([
      ['', 1],
      [name, 3],
    ])
  for (const { day } of await usesOf()) expect(`${day}` >= today).toBe(true)
  // The service's own row is written by a separate batch.
  const rowOf = () =>
    askDatabase(server, `SELECT "useCount", "lastUsedAt" FROM "Service" WHERE "name" = '${name}'`)
  await expect.poll(async () => Number((await rowOf())[0]?.useCount), { timeout: 90_000 }).toBe(3)
  expect((await rowOf())[0]?.lastUsedAt).not.toBeNull()
})
