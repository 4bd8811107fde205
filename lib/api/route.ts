import { requireSameOrigin } from '@/lib/api/same-origin'
import { env } from '@/lib/config/settings'
import { isDatabaseUnavailable } from '@/lib/db/errors'
import { openToOrigin } from '@/lib/http/cors'
import { ProblemError, toAnswer } from '@/lib/http/problem'
import { databaseUnavailable, methodNotAllowed, tokenInvalid } from '@/lib/http/refusals'
import { requestIdHeader } from '@/lib/http/request-id'
import { routeName } from '@/lib/http/route-name'
import { log } from '@/lib/log/log'
import { tally } from '@/lib/metrics/tally'
import { SessionOver } from '@/lib/sessions/lock-session'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const cacheControl = 'cache-control'
const readers: readonly string[] = ['GET', 'HEAD', 'OPTIONS']
type Method = (typeof methods)[number]

interface Context<P> {
  params: Promise<P>
}
export type Handler<P> = (request: Request, params: P) => Promise<Response>
type Handlers<P> = Partial<Record<Exclude<Method, 'HEAD' | 'OPTIONS'>, Handler<P>>>
type Answerer<P> = (request: Request, context: Context<P>) => Promise<Response>
export type Route<P = unknown> = Record<Method, Answerer<P>>

interface Options {
  /** Whether pages of every origin may send every request, and read the answers. */
  anyOrigin?: boolean
}

/**
 * Creates a route. It answers every method, missing ones with 405, and every failure with a
 * problem. No cache may store a response, unless its handler allows it. Endpoints of the API have a
 * contract as well: see resource.ts.
 */
export function route<P = unknown>(
  handlers: Handlers<P>,
  { anyOrigin = false }: Options = {},
): Route<P> {
  const all: Partial<Record<Method, Handler<P>>> = {
    ...handlers,
    ...(handlers.GET && { HEAD: handlers.GET }),
  }
  const allow = methods.filter((method) => method === 'OPTIONS' || all[method]).join(', ')
  all.OPTIONS = async () => new Response(null, { status: 204, headers: { allow } })
  const refuse = async () => {
    throw methodNotAllowed(allow)
  }
  const entries = methods.map((method) => {
    const answer = guarded(all[method] ?? refuse, anyOrigin)
    return [method, opened(answer, allow, anyOrigin)]
  })
  return Object.fromEntries(entries) as Route<P>
}

/** CORS headers apply to refusals as well. */
function opened<P>(answer: Answerer<P>, allow: string, anyOrigin: boolean): Answerer<P> {
  return async (request, context) => {
    const response = await answer(request, context)
    openToOrigin(request, response, anyOrigin ? '*' : env().corsOrigins, allow)
    return response
  }
}

function guarded<P>(handler: Handler<P>, anyOrigin: boolean): Answerer<P> {
  return async (request, { params }) => {
    try {
      if (!anyOrigin && !readers.includes(request.method)) requireSameOrigin(request)
      const names = await params
      if (hasNul(names)) throw new ProblemError('not_found', 'There is nothing at this address.')
      return sealedFromCaches(await handler(request, names))
    } catch (error) {
      return toResponse(error, request)
    }
  }
}

/** None of our ids contains NUL, and PostgreSQL refuses queries for it. */
const hasNul = (names: unknown) => JSON.stringify(names ?? '').includes('\\u0000')

function sealedFromCaches(response: Response): Response {
  if (!response.headers.has(cacheControl)) response.headers.set(cacheControl, 'no-store')
  return response
}

function toResponse(error: unknown, request: Request): Response {
  const known = error instanceof SessionOver ? tokenInvalid() : error
  const problem = known instanceof ProblemError ? known : toProblem(known, request)
  const { status, headers, body } = toAnswer(problem)
  return new Response(body, { status, headers })
}

function toProblem(error: unknown, { method, headers, url }: Request): ProblemError {
  const requestId = headers.get(requestIdHeader) ?? undefined
  const fields = { requestId, method, route: routeName(new URL(url).pathname), error }
  if (!isDatabaseUnavailable(error)) {
    log().error('A request failed', fields)
    return new ProblemError('internal', 'Something went wrong on our side.')
  }
  tally().databaseFailures += 1
  log().error('The database cannot be queried', fields)
  return databaseUnavailable()
}
