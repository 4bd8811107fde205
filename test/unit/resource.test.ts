import { expect, expectTypeOf, test, vi } from 'vitest'
import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'
import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'
import type { Principal, SessionPrincipal } from '@/shared/principal'

/* Tests of resource() with contracts of their own. */

const common = { operationId: 'do', summary: '' }
const answer = { description: '', body: z.object({ n: z.int() }) }

const guestBook = {
  path: '/api/v1/guest-book/{id}',
  tag: 'Server',
  GET: {
    ...common,
    who: 'anyone',
    params: z.object({ id: z.string() }),
    query: z.object({ limit: z.number().default(3) }),
    answer,
    refusals: ['not_found', { code: 'credentials_wrong', status: 400 }],
  },
  POST: { ...common, who: 'anyone', json: z.strictObject({ n: z.int() }), answer },
} satisfies Contract

const context = { params: Promise.resolve({ id: 'x' }) }
const address = 'http://localhost/api/v1/guest-book/x'
const post = (body: string, type = 'application/json') =>
  new Request(address, { method: 'POST', headers: { 'content-type': type }, body })

/** Calls GET of a resource whose handler throws. */
async function answerTo(error: Error) {
  const GET = async () => {
    throw error
  }
  const route = resource(guestBook, { GET, POST: async () => ({ n: 0 }) })
  const response = await route.GET(new Request(address), context)
  return { status: response.status, body: await response.json() }
}

test('a handler gets the parts of the request as the schemas return them', async () => {
  const { GET, POST } = resource(guestBook, {
    GET: async ({ params, query }) => {
      expect(params).toEqual({ id: 'x' })
      return { n: query.limit }
    },
    POST: async ({ input }) => input,
  })
  expect(await (await GET(new Request(address), context)).json()).toEqual({ n: 3 })
  expect(await (await GET(new Request(`${address}?limit=7`), context)).json()).toEqual({ n: 7 })
  expect(await (await POST(post('{"n":5}'), context)).json()).toEqual({ n: 5 })
})

test('no handler is called for input that the contract does not admit', async () => {
  const handler = vi.fn(async () => ({ n: 0 }))
  const { GET, POST } = resource(guestBook, { GET: handler, POST: handler })
  const refused = [
    await GET(new Request(`${address}?limit=x`), context),
    await POST(post('{"n":"5"}'), context),
    await POST(post('{"n":5,"more":1}'), context),
    await POST(post('n=5', 'application/x-www-form-urlencoded'), context),
  ]
  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 415])
  expect(handler).not.toHaveBeenCalled()
})

test('a problem that the contract declares, or that every endpoint has, is answered', async () => {
  expect(await answerTo(new ProblemError('not_found', 'No.'))).toMatchObject({ status: 404 })
  expect(await answerTo(new ProblemError('input_invalid', 'No.'))).toMatchObject({ status: 400 })
  const wrong = new ProblemError('credentials_wrong', 'No.', { status: 400 })
  expect(await answerTo(wrong)).toMatchObject({ status: 400, body: { code: 'credentials_wrong' } })
})

test('a problem that the contract does not declare is a fault of ours, also with another status', async () => {
  for (const error of [
    new ProblemError('email_taken', 'No.'),
    new ProblemError('credentials_wrong', 'No.'),
    new ProblemError('session_required', 'No.'),
  ])
    expect(await answerTo(error)).toMatchObject({ status: 500, body: { code: 'internal' } })
})

/* The rest is proved by the compiler: an unused `@ts-expect-error` fails the check of types. */

test('a resource has the handlers of its contract, and no other', () => {
  const handler = async () => ({ n: 0 })
  // @ts-expect-error: POST is missing
  resource(guestBook, { GET: handler })
  const handlers = { GET: handler, POST: handler }
  // @ts-expect-error: the contract has no DELETE
  expect(() => resource(guestBook, { ...handlers, DELETE: handler })).toThrow()
})

test('a handler returns what the contract answers', () => {
  const POST = async () => ({ n: 0 })
  // @ts-expect-error: n is a number
  resource(guestBook, { GET: async () => ({ n: '0' }), POST })
  // @ts-expect-error: n is missing
  resource(guestBook, { GET: async () => ({}), POST })
})

const byWho = {
  path: '/api/v1/who',
  tag: 'Server',
  GET: { ...common, who: 'principal', answer },
  POST: { ...common, who: 'anyone', answer },
  PATCH: { ...common, who: 'session', answer },
  DELETE: { ...common, who: 'owner', answer },
} satisfies Contract

test('who may call decides what a handler knows of the caller', () => {
  resource(byWho, {
    GET: async ({ principal }) => {
      expectTypeOf(principal).toEqualTypeOf<Principal>()
      return { n: 0 }
    },
    POST: async ({ principal, input }) => {
      expectTypeOf(principal).toEqualTypeOf<null>()
      expectTypeOf(input).toEqualTypeOf<undefined>()
      return { n: 0 }
    },
    PATCH: async ({ principal }) => {
      expectTypeOf(principal).toEqualTypeOf<SessionPrincipal>()
      return { n: 0 }
    },
    DELETE: async ({ principal }) => {
      expectTypeOf(principal).toEqualTypeOf<SessionPrincipal>()
      return { n: 0 }
    },
  })
})
