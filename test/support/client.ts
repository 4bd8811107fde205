import { randomUUID } from 'node:crypto'
import { findBreach } from '@/test/support/contract'
import { noteSecrets } from '@/test/support/secrets'

/**
 * The answer to a call of the API. Each test states its request; the answer has status, headers and
 * body.
 */
export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of any shape
  body: any
  text: string
}

export interface CallOptions {
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  /** Sent unchanged. */
  body?: BodyInit
}

/**
 * @returns a function that calls Jeton at that address, and throws if the OpenAPI document does not
 *   allow the answer
 */
export function clientOf(address: string): Call {
  const call = callerOf(address)
  return async (method, path, options) => {
    const answer = await call(method, path, options)
    const breach = findBreach(method, path, answer)
    if (breach === null) return answer
    throw new Error(
      `${method} ${path}: ${answer.status}, and the OpenAPI document says otherwise: ${breach}`,
    )
  }
}

export type Call = (method: string, path: string, options?: CallOptions) => Promise<Answer>

/** @returns a function that calls any server */
export function callerOf(address: string): Call {
  return async (method, path, { headers = {}, json, body } = {}) => {
    const request = {
      method,
      redirect: 'manual' as const,
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: json === undefined ? (body ?? null) : JSON.stringify(json),
      // fetch requires this for a body that is a stream.
      duplex: 'half',
    }
    const response = await fetch(address + path, request)
    const text = await response.text()
    const answer = parse(text)
    noteSecrets(json)
    noteSecrets(answer)
    return { status: response.status, headers: response.headers, text, body: answer }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const password = 'correct horse battery staple'

/**
 * Signs up a new account with the tests' password.
 * @returns its email address and auth token
 * @throws if the sign-up was refused
 */
export async function signUp(call: Call): Promise<{ email: string; authToken: string }> {
  const email = `${randomUUID()}@example.com`
  return {
    email,
    authToken: tokenOf(
      await call('POST', '/api/v1/auth/user/signup', { json: { email, password } }),
    ),
  }
}

/**
 * Begins a new session of an account.
 * @returns its auth token
 * @throws if the sign-in was refused
 */
export async function signIn(call: Call, email: string): Promise<string> {
  return tokenOf(await call('POST', '/api/v1/auth/user/signin', { json: { email, password } }))
}

function tokenOf({ status, body }: Answer): string {
  if (status !== 200) throw new Error(`No account to test with: ${status} ${body?.code}`)
  return body.token
}

/**
 * Creates an API token of an account.
 * @returns the id and the API token secret
 */
export async function createToken(
  call: Call,
  authToken: string,
  name = 'test',
): Promise<{ id: string; token: string }> {
  const { body } = await call('POST', '/api/v1/tokens', {
    headers: { 'xc-auth': authToken },
    json: { name },
  })
  return body
}
