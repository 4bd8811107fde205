import type { Problem } from '@/lib/http/problem'
import { fetchJson, type Unanswered } from './fetch-json'

/** The result of an API call. The compiler makes the caller handle every kind. */
export type ApiResult<T> = { kind: 'data'; data: T } | Failure
export type Failure =
  | { kind: 'problem'; problem: Problem; retryAfterSeconds: number }
  /** The session exists, but another credential, which a proxy added, took precedence. */
  | { kind: 'overridden' }
  | Unanswered

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
type Body = Record<string, unknown> | URLSearchParams
type Headers = Record<string, string>

/** Calls the API as the signed-in user. If the session has ended, leaves for the sign-in page. */
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

/** @param answer the body of a response that is not 2xx */
export function toFailure(response: Response, answer: unknown): Failure {
  const { status, headers } = response
  if (!headers.get('content-type')?.startsWith('application/problem+json'))
    return { kind: 'foreign', status }
  const problem = { ...(answer as Problem), status }
  return { kind: 'problem', problem, retryAfterSeconds: retryAfterOf(response) }
}

/** Whether the server reported an error for that field. */
export function faultyField(failure: Failure, path: string): boolean {
  return (
    failure.kind === 'problem' && !!failure.problem.errors?.some((error) => error.path === path)
  )
}

export function isProblem(failure: Failure, code: Problem['code']): boolean {
  return failure.kind === 'problem' && failure.problem.code === code
}

/** Whether the call was refused as unauthenticated, or as one by an API token. */
function isRefused({ status, code }: Problem): boolean {
  return code === 'session_required' || (status === 401 && code !== 'credentials_wrong')
}

function encode(body?: Body, headers: Headers = {}): RequestInit {
  if (!body) return { headers }
  if (body instanceof URLSearchParams) return { body, headers }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
}

/**
 * Checks with the cookie alone: if a page left while its session exists, it would be redirected
 * straight back.
 */
async function leaveIfSessionIsOver(): Promise<Failure> {
  const session = await callApiAsAnyone<{ user?: object }>('GET', '/api/auth/session')
  if (session.kind !== 'data') return session
  return session.data.user ? { kind: 'overridden' } : leaveForSignIn()
}

/** Never settles: the page is being left, and callers keep waiting until it is gone. */
function leaveForSignIn(): Promise<never> {
  const next = location.pathname + location.search
  location.assign(`/sign-in?next=${encodeURIComponent(next)}`)
  return new Promise(() => {})
}

const unknownSeconds = 60

/** Returns how many seconds to wait before a retry: 60 where the server does not say. */
function retryAfterOf({ headers }: Response): number {
  return Number(headers.get('retry-after') ?? Number.NaN) || unknownSeconds
}
