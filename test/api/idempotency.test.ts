import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const server = sharedServer()
const call = clientOf(server.address)

const create = (authToken: string, key: string, json: object = { name: 'deploy' }) =>
  call('POST', '/api/v1/tokens', {
    headers: { 'xc-auth': authToken, 'idempotency-key': key },
    json,
  })

const remove = (authToken: string, id: string) =>
  call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })

const list = async (authToken: string) =>
  (await call('GET', '/api/v1/tokens', { headers: { 'xc-auth': authToken } })).body.list

/** Backdates the last use of the user's idempotency keys by that many milliseconds. */
function letPass(milliseconds: number, email: string): Promise<void> {
  const past = new Date(Date.now() - milliseconds).toISOString().replace('Z', '+00:00')
  return changeDatabase(
    server,
    `UPDATE "IdempotencyKey" SET "createdAt" = ? WHERE "userId" = ${idOf}`,
    {
      parameters: [past, email],
    },
  )
}

const idOf = '(SELECT "id" FROM "User" WHERE "email" = ?)'

const dayMs = 86_400_000

describe('a retry', () => {
  test('after a lost answer gets the same token and the same answer', async () => {
    const { email, authToken } = await signUp(call)
    const key = randomUUID()
    const first = await create(authToken, key)
    expect(first.status).toBe(200)
    for (const session of [authToken, await signIn(call, email)]) {
      const again = await create(session, key)
      expect({ status: again.status, body: again.body }).toEqual({ status: 200, body: first.body })
    }
    const headers = { 'xc-token': first.body.token }
    expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(200)
    expect(await list(authToken)).toHaveLength(1)
  })

  test('in NocoDB’s word for the name is the same request', async () => {
    const { authToken } = await signUp(call)
    const key = randomUUID()
    const { body } = await create(authToken, key, { name: 'deploy' })
    expect((await create(authToken, key, { description: ' deploy ' })).body.token).toBe(body.token)
  })

  test.each([
    ['quoted', 'bare'],
    ['bare', 'quoted'],
  ])('is known by its key, %s or %s', async (first) => {
    const { authToken } = await signUp(call)
    const bare = randomUUID()
    const keys = [bare, `"${bare}"`]
    if (first === 'quoted') keys.reverse()
    const { body } = await create(authToken, keys[0] ?? '')
    expect((await create(authToken, keys[1] ?? '')).body.token).toBe(body.token)
  })

  test('with another body is a mistake, and changes nothing', async () => {
    const { authToken } = await signUp(call)
    const key = randomUUID()
    const { body } = await create(authToken, key)
    const other = await create(authToken, key, { name: 'another' })
    expectProblem(other, 422, 'idempotency_key_reused')
    expect(other.text).not.toContain(body.token)
    expect((await list(authToken)).map(({ name }: { name: string }) => name)).toEqual(['deploy'])
  })

  test('a day later is a new request', async () => {
    const { email, authToken } = await signUp(call)
    const key = randomUUID()
    const { body } = await create(authToken, key)
    await letPass(dayMs - 10_000, email)
    expect((await create(authToken, key)).body.id).toBe(body.id)
    await letPass(dayMs + 1, email)
    expectProblem(await create(authToken, key), 409, 'token_exists')
    await remove(authToken, body.id)
    const next = await create(authToken, key)
    expect(next.status).toBe(200)
    expect(next.body.token).not.toBe(body.token)
  })

  test('of a request that failed is tried anew', async () => {
    const { authToken } = await signUp(call)
    const key = randomUUID()
    expectProblem(await create(authToken, key, { name: '' }), 400, 'input_invalid')
    const { id } = await createToken(call, authToken)
    expectProblem(await create(authToken, key), 409, 'token_exists')
    await remove(authToken, id)
    expect((await create(authToken, key)).status).toBe(200)
  })
})

describe('a token that is deleted', () => {
  test('is neither told nor made again by a retry', async () => {
    const { authToken } = await signUp(call)
    const key = randomUUID()
    const { body } = await create(authToken, key)
    await remove(authToken, body.id)
    const again = await create(authToken, key)
    expectProblem(again, 410, 'token_deleted')
    expect(again.text).not.toContain(body.token.slice(4, -4))
    expect(await list(authToken)).toEqual([])
    // A newer token has replaced the deleted one: the old key must not return it.
    const next = await create(authToken, randomUUID())
    expect(next.status).toBe(200)
    expectProblem(await create(authToken, key), 410, 'token_deleted')
    expect(
      (await call('GET', '/api/v1/verify', { headers: { 'xc-token': body.token } })).status,
    ).toBe(401)
  })

  test('while it is retried is told whole or not at all, and stays deleted', async () => {
    for (let i = 0; i < 10; i += 1) {
      const { authToken } = await signUp(call)
      const key = randomUUID()
      const { body } = await create(authToken, key)
      const [, ...retries] = await Promise.all([
        remove(authToken, body.id),
        ...Array.from({ length: 4 }, () => create(authToken, key)),
      ])
      for (const retry of retries) {
        if (retry.status === 200) expect(retry.body).toEqual(body)
        else expectProblem(retry, 410, 'token_deleted')
      }
      expect(await list(authToken)).toEqual([])
    }
  })
})

describe('at once', () => {
  test('20 requests with one key make one token and get the same answer', async () => {
    const { authToken } = await signUp(call)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(authToken, key)))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(await list(authToken)).toHaveLength(1)
  })

  test('of 20 requests with as many keys one makes the token', async () => {
    const { authToken } = await signUp(call)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create(authToken, randomUUID())),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const answer of answers.filter(({ status }) => status !== 200))
      expectProblem(answer, 409, 'token_exists')
  })

  test('of two bodies with one key one is served, and the other told', async () => {
    for (let i = 0; i < 10; i += 1) {
      const { authToken } = await signUp(call)
      const key = randomUUID()
      const bodies = [{ name: 'a' }, { name: 'b' }, { name: 'a' }, { name: 'b' }]
      const answers = await Promise.all(bodies.map((body) => create(authToken, key, body)))
      const tokens = await list(authToken)
      expect(tokens).toHaveLength(1)
      for (const [at, answer] of answers.entries()) {
        if (bodies[at]?.name === tokens[0].name) expect(answer.body.id).toBe(tokens[0].id)
        else expectProblem(answer, 422, 'idempotency_key_reused')
      }
    }
  })
})

describe('a key', () => {
  test('is its user’s own', async () => {
    const [ada, bob] = [await signUp(call), await signUp(call)]
    const key = randomUUID()
    const hers = await create(ada.authToken, key)
    const his = await create(bob.authToken, key, { name: 'his' })
    expect([hers.status, his.status]).toEqual([200, 200])
    expect(his.body.token).not.toBe(hers.body.token)
    expect((await create(bob.authToken, key, { name: 'his' })).body.id).toBe(his.body.id)
  })

  test('opens nothing to an API token, or to nobody', async () => {
    const { authToken } = await signUp(call)
    const key = randomUUID()
    const { body } = await create(authToken, key)
    const ask = (headers: Record<string, string>) =>
      call('POST', '/api/v1/tokens', {
        headers: { ...headers, 'idempotency-key': key },
        json: { name: 'deploy' },
      })
    expectProblem(await ask({ 'xc-token': body.token }), 403, 'session_required')
    expectProblem(await ask({}), 401, 'credential_missing')
  })

  test.each(['', ' ', '"', '""', 'a b', '"a', 'a"', '"a", "b"', 'a\\b', 'é', 'x'.repeat(256)])(
    '%j is none',
    async (key) => {
      const { authToken } = await signUp(call)
      const answer = await create(authToken, key)
      expectProblem(answer, 400, 'input_invalid')
      expect(answer.body.errors).toEqual([{ path: 'Idempotency-Key', message: expect.any(String) }])
      expect(await list(authToken)).toEqual([])
    },
  )
})
