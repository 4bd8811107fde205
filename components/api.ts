import type { Problem } from '@/lib/http/problem'
import { fetchJson, type Unanswered } from './fetch-json'
import { retryAfterOf } from './retry-after'

/** What a call to the API came to. The compiler makes its caller look at all of them. */
export type ApiResult<T> = { kind: 'data'; data: T } | Failure
export type Failure =
  | { kind: 'problem'; problem: Problem; retryAfterSeconds: number }
  /** The session lives, but another credential came with the call and counted: a proxy has added it. */
  | { kind: 'overridden' }
  | Unanswered

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
type Body = Record<string, unknown> | URLSearchParams
type Headers = Record<string, string>

/** Calls the API as the signed-in user. Where the session has ended, it leaves for the sign-in page. */
export async function callApi<T>(
  method: Method,
  path: string,
  body?: Body,
  headers?: Headers,
): Promise<ApiResult<T>> {
  const result = await callApiAsAnyone<T>(method, path, body, headers)
  return result.kind === 'problem' && isRefused(result.problem) ? leaveIfSessionIsOver() : result
}

export async function callApiAsAnyone<T>(
  method: Method,
  path: string,
  body?: Body,
  headers?: Headers,
): Promise<ApiResult<T>> {
  const result = await fetchJson(path, { method, ...encode(body, headers) })
  if (result.kind !== 'answer') return result
  const { response, body: answer } = result
  return response.ok ? { kind: 'data', data: answer as T } : toFailure(response, answer)
}

/** @param answer the body of one that is not 2xx */
export function toFailure(response: Response, answer: unknown): Failure {
  const { status, headers } = response
  if (!headers.get('content-type')?.startsWith('application/problem+json'))
    return { kind: 'foreign', status }
  const problem = { ...(answer as Problem), status }
  return { kind: 'problem', problem, retryAfterSeconds: retryAfterOf(response) }
}

/** Whether the server found fault with that field. */
export function faultyField(failure: Failure, path: string): boolean {
  return (
    failure.kind === 'problem' && !!failure.problem.errors?.some((error) => error.path === path)
  )
}

export function isProblem(failure: Failure, code: Problem['code']): boolean {
  return failure.kind === 'problem' && failure.problem.code === code
}

/** By whoever the call was taken for: by nobody, or by an API token. */
function isRefused({ status, code }: Problem): boolean {
  return code === 'session_required' || (status === 401 && code !== 'credentials_wrong')
}

function encode(body?: Body, headers: Headers = {}): RequestInit {
  if (!body) return { headers }
  if (body instanceof URLSearchParams) return { body, headers }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
}

/** Asks by the cookie alone: a page that left while its session lives would be led straight back. */
async function leaveIfSessionIsOver(): Promise<Failure> {
  const session = await callApiAsAnyone<{ user?: object }>('GET', '/api/auth/session')
  if (session.kind !== 'data') return session
  return session.data.user ? { kind: 'overridden' } : leaveForSignIn()
}

/** Never settles: the page is being left, and what waited for the answer goes on waiting until it is gone. */
function leaveForSignIn(): Promise<never> {
  const next = location.pathname + location.search
  location.assign(`/sign-in?next=${encodeURIComponent(next)}`)
  return new Promise(() => {})
}
