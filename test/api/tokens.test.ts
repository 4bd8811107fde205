import { expect, test } from 'vitest'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { sharedServer } from '@/test/support/shared-server'

const call = clientOf(sharedServer().address)

test('of 20 creates at once, exactly one is made', async () => {
  const { authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  const create = (_: unknown, index: number) =>
    call('POST', '/api/v1/tokens', { headers, json: { name: `race ${index}` } })
  const answers = await Promise.all(Array.from({ length: 20 }, create))
  const statuses = answers.map(({ status }) => status).sort()
  expect(statuses).toEqual([200, ...Array(19).fill(409)])
  const { body } = await call('GET', '/api/v1/tokens', { headers })
  expect(body.pageInfo.totalRows).toBe(1)
})

test('a deleted token is refused at once', async () => {
  const { authToken } = await signUp(call)
  const { id, token } = await createToken(call, authToken)
  const me = () => call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': token } })
  expect((await me()).status).toBe(200)
  expect(
    (await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })).status,
  ).toBe(200)
  expect((await me()).status).toBe(401)
})
