import { beforeAll, expect, test } from 'vitest'
import { contracts } from '@/app/api/v1/openapi.json/contracts'
import type { Method, Operation } from '@/lib/api/contract'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { document } from '@/test/support/contract'
import { newOwner } from '@/test/support/people'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/* Tests that no endpoint admits a caller whom its contract does not: the list is the contracts'. */

const server = sharedServer()
const call = clientOf(server.address)
let apiToken: { 'xc-token': string }
let authToken: { 'xc-auth': string }
/** Every credential of a member. */
let ofMember: Record<string, string>[]
/** Every credential of an owner that is no session. */
let tokenOfOwner: Record<string, string>[]

beforeAll(async () => {
  // The first account of the server may be this one, and owns the installation.
  await signUp(call)
  const member = await signUp(call)
  authToken = { 'xc-auth': member.authToken }
  const { token } = await createToken(call, member.authToken)
  apiToken = { 'xc-token': token }
  const { cookie } = await signInAsBrowser(call, member.email)
  const bearer = (credential: string) => ({ authorization: `Bearer ${credential}` })
  ofMember = [authToken, bearer(member.authToken), { cookie }]
  const owner = await newOwner(server)
  const ownersToken = (await createToken(call, owner.headers['xc-auth'] ?? '')).token
  tokenOfOwner = [{ 'xc-token': ownersToken }, bearer(ownersToken)]
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
    'receiver',
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
  "%s %s, which is the owner's, admits no member, by whatever session",
  async (method, path) => {
    for (const headers of ofMember)
      expectProblem(await call(method, path, { headers }), 403, 'owner_required')
  },
)

test.each(where(({ who }) => who === 'owner'))(
  "%s %s, which is the owner's, admits no API token, nor that of an owner",
  async (method, path) => {
    for (const headers of [apiToken, ...tokenOfOwner])
      expectProblem(await call(method, path, { headers }), 403, 'session_required')
  },
)

test.each(where(({ who }) => who === 'receiver'))(
  '%s %s, which is for owners and for machines that serve, admits no member',
  async (method, path) => {
    for (const headers of [authToken, apiToken])
      expectProblem(await call(method, path, { headers }), 403, 'owner_required')
  },
)

test("each operation that the OpenAPI document names as an owner's is among them", () => {
  const described = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {})
      .filter(([, { responses }]) => /OwnerRequired/.test(JSON.stringify(responses?.[403] ?? '')))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  )
  const tested = contracts.flatMap(({ path, tag: _, ...operations }) =>
    Object.entries(operations)
      .filter(([, { who }]) => who === 'owner' || who === 'receiver')
      .map(([method]) => `${method} ${path}`),
  )
  expect(described.length).toBeGreaterThan(10)
  expect(tested.sort()).toEqual(described.sort())
})

const fromOwnPages = where(
  ({ sameOrigin, anyOrigin }, method) => (method !== 'GET' && !anyOrigin) || sameOrigin === true,
)

test.each(fromOwnPages)('%s %s admits no page of another site', async (method, path) => {
  const headers = { 'sec-fetch-site': 'cross-site' }
  expectProblem(await call(method, path, { headers }), 403, 'cross_origin')
})
