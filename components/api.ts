import type { Problem } from '@/lib/http/problem'
import { retryAfterOf } from './retry-after'

/** What a call to the API came to. The compiler makes its caller look at all three. */
export type ApiResult<T> = { kind: 'data'; data: T } | Failure
export type Failure = { kind: 'problem'; problem: Problem; retryAfterSeconds: number } | { kind: 'network' }

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
  return result.kind === 'problem' && isSessionOver(result.problem) ? leaveForSignIn() : result
}

export async function callApiAsAnyone<T>(
  method: Method,
  path: string,
  body?: Body,
  headers?: Headers,
): Promise<ApiResult<T>> {
  try {
    const response = await fetch(path, { method, cache: 'no-store', ...encode(body, headers) })
    const answer: unknown = await response.json()
    return response.ok ? { kind: 'data', data: answer as T } : toFailure(response, answer as Problem)
  } catch {
    return { kind: 'network' }
  }
}

function toFailure(response: Response, answer: Problem): Failure {
  const problem = { ...answer, status: response.status }
  return { kind: 'problem', problem, retryAfterSeconds: retryAfterOf(response) }
}

/** Whether the server found fault with that field. */
export function faultyField(failure: Failure, path: string): boolean {
  return failure.kind === 'problem' && !!failure.problem.errors?.some((error) => error.path === path)
}

export function isProblem(failure: Failure, code: Problem['code']): boolean {
  return failure.kind === 'problem' && failure.problem.code === code
}

function isSessionOver({ status, code }: Problem): boolean {
  return status === 401 && code !== 'credentials_wrong'
}

function encode(body?: Body, headers: Headers = {}): RequestInit {
  if (!body) return { headers }
  if (body instanceof URLSearchParams) return { body, headers }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
}

/** Never settles: the page is being left, and what waited for the answer goes on waiting until it is gone. */
function leaveForSignIn(): Promise<never> {
  const next = location.pathname + location.search
  location.assign(`/sign-in?next=${encodeURIComponent(next)}`)
  return new Promise(() => {})
}
