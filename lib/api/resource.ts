import type { z } from 'zod'
import { type Actors, actorOf } from '@/lib/api/actor'
import { type AnswerOf, toResponse, type WithHeaders } from '@/lib/api/answer'
import { type Principals, requireCallerAndInput } from '@/lib/api/caller-and-input'
import type { Contract, Method, RouteOperation } from '@/lib/api/contract'
import { readQuery } from '@/lib/api/list'
import { isServedInDemo, refusalsOf } from '@/lib/api/refusals'
import { type Route, type Handler as RouteHandler, route } from '@/lib/api/route'
import { requireSameOrigin } from '@/lib/api/same-origin'
import { requireSecondFactor } from '@/lib/api/second-factor'
import { env } from '@/lib/config/settings'
import { validate } from '@/lib/http/body'
import { ProblemError } from '@/lib/http/problem'
import { demoReadOnly } from '@/lib/http/refusals'

/** A request that the contract admits. Parts that the contract does not have are undefined. */
interface Call<O extends RouteOperation> {
  /** The caller; null where the contract requires none. */
  principal: Principals[O['who']]
  /** The path parameters, the query and the body, as the contract's schemas return them. */
  params: Parsed<O, 'params'>
  query: Parsed<O, 'query'>
  input: O extends { form: object } ? Parsed<O, 'form'> : Parsed<O, 'json'>
  /** The caller, as the use cases know them. */
  actor: Actors[O['who']]
  request: Request
}

type Parsed<O, Part extends string> =
  O extends Record<Part, infer S extends z.ZodType> ? z.output<S> : undefined

type Handler<O extends RouteOperation> = (
  call: Call<O>,
) => Promise<AnswerOf<O['answer']> | WithHeaders<AnswerOf<O['answer']>>>

/** One handler for every method of the contract, and no other. */
type Handlers<C extends Contract<RouteOperation>> = {
  [M in Extract<keyof C, Method>]: C[M] extends RouteOperation ? Handler<C[M]> : never
}

/**
 * Creates the route of one resource. Its handlers are called only for requests that the contract
 * admits, and return the body that the contract describes. A problem that the contract does not
 * declare is a fault of ours: it is logged, and answered with 500.
 */
export function resource<C extends Contract<RouteOperation>>(
  contract: C,
  handlers: Handlers<C>,
): Route {
  const entries = Object.entries(handlers).map(([method, handler]) => [
    method,
    enforce(method as Method, contract[method as Method] as RouteOperation, handler as AnyHandler),
  ])
  const operations = Object.keys(handlers).map((method) => contract[method as Method])
  const anyOrigin = operations.every((operation) => operation?.anyOrigin)
  return route(Object.fromEntries(entries), { anyOrigin })
}

/** The types of a call hold for each contract alone, not for one that is chosen at run time. */
type AnyHandler = (call: unknown) => Promise<unknown>

function enforce(
  method: Method,
  operation: RouteOperation,
  handler: AnyHandler,
): RouteHandler<unknown> {
  const declared = refusalsOf(method, operation)
  const isDeclared = ({ problem: { code, status } }: ProblemError) =>
    declared.some((refusal) => refusal.code === code && refusal.status === status)
  return async (request, params) => {
    try {
      if (env().isDemo && !isServedInDemo(method, operation)) throw demoReadOnly()
      const call = await receive(operation, request, params)
      return toResponse(operation.answer, await handler(call))
    } catch (error) {
      if (!(error instanceof ProblemError) || isDeclared(error)) throw error
      throw new Error(`The contract of ${operation.operationId} lacks ${error.code}`, {
        cause: error,
      })
    }
  }
}

/** @throws ProblemError for a request that the contract does not admit */
async function receive(operation: RouteOperation, request: Request, names: unknown) {
  if (operation.sameOrigin) requireSameOrigin(request)
  const { principal, input } = await requireCallerAndInput(operation, request)
  await requireSecondFactor(operation, principal)
  return {
    principal,
    input,
    params: operation.params && validate(names, operation.params),
    query: operation.query && readQuery(request, operation.query),
    get actor() {
      return actorOf(principal, request)
    },
    request,
  }
}
