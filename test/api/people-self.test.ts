import { expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, password } from '@/test/support/client'
import { newEmail, newOwner } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { addApp, forgetConfirmation } from '@/test/support/second-factor'
import { sharedServer } from '@/test/support/shared-server'

/* Owners change their own account as they change those of others. */

const server = sharedServer()
const call = clientOf(server.address)

async function somebody() {
  const owner = await newOwner(server, call)
  const { cookie } = await signInAsBrowser(call, owner.email)
  await addApp(call, owner.headers['xc-auth'] ?? '')
  return { ...owner, browser: { cookie, origin: server.address } }
}

const changes = [
  ['the second factor', 'DELETE', '/second-factor'],
  ['a link to a new password', 'POST', '/generate-reset-url'],
  ['the address', 'PATCH', ''],
] as const

test.each(changes)(
  '%s asks for a confirmation of the last ten minutes',
  async (_, method, path) => {
    const { id, email, browser } = await somebody()
    const change = () =>
      call(method, `/api/v1/users/${id}${path}`, {
        headers: browser,
        ...(method === 'PATCH' && { json: { email: newEmail() } }),
      })
    await forgetConfirmation(server, email)
    expectProblem(await change(), 403, 'confirmation_required')
    const json = { password }
    await call('POST', '/api/v1/second-factor/confirmation', { headers: browser, json })
    expect((await change()).status).toBe(200)
  },
)

test.each(changes)('%s is not changed by an auth token', async (_, method, path) => {
  const { id, headers } = await somebody()
  const json = method === 'PATCH' ? { json: { email: newEmail() } } : {}
  const answer = await call(method, `/api/v1/users/${id}${path}`, { headers, ...json })
  expectProblem(answer, 403, 'confirmation_required')
})

test.each(changes)('%s of somebody else needs none', async (_, method, path) => {
  const [{ headers, email }, other] = [await somebody(), await somebody()]
  await forgetConfirmation(server, email)
  const json = method === 'PATCH' ? { json: { email: newEmail() } } : {}
  const answer = await call(method, `/api/v1/users/${other.id}${path}`, { headers, ...json })
  expect(answer.status).toBe(200)
})

test('the name, the groups and the same address need none', async () => {
  const { id, email, headers } = await somebody()
  const json = { display_name: 'Ada', groups: ['analysis'], email }
  expect((await call('PATCH', `/api/v1/users/${id}`, { headers, json })).status).toBe(200)
})
