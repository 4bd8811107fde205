import { expect, test } from 'vitest'
import { clientOf, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* Clients of an earlier version send an Idempotency-Key. It is ignored, whatever it says. */

const call = clientOf(sharedServer().address)

test.each(['a-key', '"quoted"', 'not valid as a key', ''])(
  'a create with Idempotency-Key %j is a create without it',
  async (key) => {
    const { authToken } = await signUp(call)
    const headers = { 'xc-auth': authToken, 'idempotency-key': key }
    const create = () => call('POST', '/api/v1/tokens', { headers, json: { name: 'mine' } })
    const made = await create()
    expect(made.status).toBe(200)
    expectProblem(await create(), 409, 'token_exists')
    const { body } = await call('GET', '/api/v1/tokens', { headers })
    const copied = await call('GET', `/api/v1/tokens/${body.list[0].id}/secret`, { headers })
    expect(copied.body.token).toBe(made.body.token)
  },
)
