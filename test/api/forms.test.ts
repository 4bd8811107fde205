import { beforeAll, expect, test } from 'vitest'
import { clientOf, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const limit = 64 * 1024
const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const call = clientOf(sharedServer().address)
let auth: { 'xc-auth': string }

beforeAll(async () => {
  auth = { 'xc-auth': (await signUp(call)).authToken }
})

test('introspection takes a form with a token, and only that', async () => {
  const introspect = (headers: Record<string, string>, body: BodyInit) =>
    call('POST', '/api/v1/introspect', { headers: { ...auth, ...headers }, body })
  expectProblem(await introspect(json, '{"token":"x"}'), 415, 'input_invalid')
  expectProblem(await introspect(form, `token=${'x'.repeat(limit)}`), 413, 'input_invalid')
  for (const body of ['', 'token=', 'Token=x']) {
    const answer = await introspect(form, body)
    expectProblem(answer, 400, 'input_invalid')
    expect(answer.body.errors).toEqual([{ path: 'token', message: expect.any(String) }])
  }
  for (const body of ['token=%00', 'token=%ff', 'token=x&token_type_hint=y', 'token=x&token=y']) {
    expect(await introspect(form, body)).toMatchObject({ status: 200, text: '{"active":false}' })
  }
})

test("next-auth's forms are held to the same limits", async () => {
  const post = (headers: Record<string, string>, body: BodyInit) =>
    call('POST', '/api/auth/callback/credentials', { headers, body })
  expectProblem(await post(json, '{'), 415, 'input_invalid')
  expectProblem(await post(json, '{}'), 415, 'input_invalid')
  expectProblem(await post({ 'content-type': 'multipart/form-data' }, 'x'), 415, 'input_invalid')
  expectProblem(await post(form, 'x'.repeat(limit + 1)), 413, 'input_invalid')
  expectProblem(await post(form, Buffer.from([0xff])), 400, 'input_invalid')
})
