import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { accountOf, currentSessionId, whoIs } from '@/test/support/account'
import { clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const { address, owner } = sharedServer()
const call = clientOf(address)
/** Bob owns the installation: the role must not give access to another account. */
const bob = { 'xc-auth': owner.authToken }
let alice: { 'xc-auth': string }
let aliceEmail: string
let token: { id: string; token: string }
let sessionId: string

beforeAll(async () => {
  const { email, authToken } = await signUp(call)
  alice = { 'xc-auth': authToken }
  aliceEmail = email
  token = await createToken(call, authToken, 'of Alice')
  sessionId = await currentSessionId(call, { 'xc-auth': await signIn(call, aliceEmail) })
})

const attempts: [what: string, method: string, path: string][] = [
  ['copy', 'GET', '/api/v1/tokens/{token}/secret'],
  ['delete', 'DELETE', '/api/v1/tokens/{token}'],
  ['see the use of', 'GET', '/api/v1/tokens/{token}/usage'],
  ['end the session of', 'DELETE', '/api/v1/sessions/{session}'],
]

test.each(attempts)(
  "nobody can %s another's, nor learn that it is there",
  async (_, method, template) => {
    const before = await accountOf(call, alice)
    const of = (tokenId: string, id: string) =>
      template.replace('{token}', tokenId).replace('{session}', id)
    const anothers = await call(method, of(token.id, sessionId), { headers: bob })
    const unknown = await call(method, of(randomUUID(), randomUUID()), { headers: bob })
    expectProblem(anothers, 404, 'not_found')
    expect(anothers.body).toEqual(unknown.body)
    expect(await accountOf(call, alice)).toEqual(before)
    expect(await whoIs(call, { 'xc-token': token.token })).toBe(aliceEmail)
  },
)

test('ids that are patterns, paths or queries find nothing', async () => {
  const before = await accountOf(call, alice)
  for (const id of [
    '%25',
    '*',
    "'%20OR%201=1--",
    '%00',
    '..%2f',
    'null',
    'undefined',
    '[object%20Object]',
    'é'.repeat(500),
  ]) {
    expectProblem(
      await call('GET', `/api/v1/tokens/${id}/secret`, { headers: bob }),
      404,
      'not_found',
    )
    expectProblem(await call('DELETE', `/api/v1/tokens/${id}`, { headers: bob }), 404, 'not_found')
    expectProblem(
      await call('DELETE', `/api/v1/sessions/${id}`, { headers: bob }),
      404,
      'not_found',
    )
  }
  expect(await accountOf(call, alice)).toEqual(before)
})

test("a list shows one's own rows only, whatever its query asks for", async () => {
  const { id } = (await call('GET', '/api/v1/auth/user/me', { headers: alice })).body
  for (const query of ['', '?limit=1000', `?fk_user_id=${id}&userId=${id}&user=${aliceEmail}`]) {
    const tokens = await call('GET', `/api/v1/tokens${query}`, { headers: bob })
    expect(tokens.body).toMatchObject({ list: [], pageInfo: { totalRows: 0 } })
    const sessions = await call('GET', `/api/v1/sessions${query}`, { headers: bob })
    expect(sessions.body.list).toEqual([expect.objectContaining({ is_current: true })])
    expect(sessions.text).not.toContain(sessionId)
  }
})

test('nobody can make a token in the name of another', async () => {
  const { id } = (await call('GET', '/api/v1/auth/user/me', { headers: alice })).body
  for (const field of ['fk_user_id', 'created_by', 'userId', 'id', 'token']) {
    const answer = await call('POST', '/api/v1/tokens', {
      headers: bob,
      json: { name: 'x', [field]: id },
    })
    expectProblem(answer, 400, 'input_invalid')
  }
  expect((await accountOf(call, bob)).tokens).toEqual([])
})

test("ending all of one's other sessions ends nobody else's", async () => {
  const before = await accountOf(call, alice)
  const { body } = await call('DELETE', '/api/v1/sessions', { headers: bob })
  expect(body.ended).toBe(0)
  expect(await accountOf(call, alice)).toEqual(before)
})
