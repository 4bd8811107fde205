import { beforeAll, expect, test } from 'vitest'
import { contracts } from '@/app/api/v1/openapi.json/contracts'
import type { Method, Operation } from '@/lib/api/contract'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* Tests that no endpoint admits a caller whom its contract does not: the list is the contracts'. */

const server = sharedServer()
const call = clientOf(server.address)
let apiToken: { 'xc-token': string }
let authToken: { 'xc-auth': string }

beforeAll(async () => {
  // The first account of the server may be this one, and owns the installation.
  await signUp(call)
  const member = await signUp(call)
  authToken = { 'xc-auth': member.authToken }
  apiToken = { 'xc-token': (await createToken(call, member.authToken)).token }
})

type Endpoint = [method: Method, path: string, operation: Operation]

const endpoints = contracts
  .flatMap(({ path, tag: _, ...operations }) =>
    Object.entries(operations).map(
      ([method, operation]): Endpoint => [
        method as Method,
        path.replace('{id}', crypto.randomUUID()),
        operation,
      ],
    ),
  )
  .filter(([, , { who }]) => who !== 'verified')

const where = (condition: (operation: Operation, method: Method) => boolean) =>
  endpoints.filter(([method, , operation]) => condition(operation, method))

test('the contracts have endpoints of every kind', () => {
  const kinds = new Set(endpoints.map(([, , { who }]) => who))
  expect([...kinds].sort()).toEqual([
    'anyone',
    'client',
    'owner',
    'principal',
    'refresh',
    'session',
  ])
})

test.each(where(({ who }) => who !== 'anyone'))(
  '%s %s admits nobody without a credential',
  async (method, path) => expectProblem(await call(method, path), 401, 'credential_missing'),
)

test.each(where(({ who }) => who === 'session' || who === 'owner'))(
  '%s %s, which needs a session, admits no API token',
  async (method, path) =>
    expectProblem(await call(method, path, { headers: apiToken }), 403, 'session_required'),
)

test.each(where(({ who }) => who === 'owner'))(
  "%s %s, which is the owner's, admits nobody else",
  async (method, path) =>
    expectProblem(await call(method, path, { headers: authToken }), 403, 'owner_required'),
)

test.each(where(({ sameOrigin }, method) => method !== 'GET' || sameOrigin === true))(
  '%s %s admits no page of another site',
  async (method, path) => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    expectProblem(await call(method, path, { headers }), 403, 'cross_origin')
  },
)
