import { afterAll, beforeAll, expect } from 'vitest'
import { credentialHeaders } from '@/lib/http/credentials'
import {
  type Answer,
  type Call,
  callerOf,
  clientOf,
  createToken,
  signUp,
} from '@/test/support/client'
import { identityNames } from '@/test/support/identity-names'
import { type Server, startServer } from '@/test/support/server'
import type { Seen } from '@/test/support/upstream'

/* A service behind a guide's configuration, and the requests that it has received. */

/** A service behind the configuration that a guide describes. */
export interface Guarded {
  address: string
  /** @returns the requests that have reached the service so far */
  seen: () => Seen[]
  stop: () => Promise<void>
}

/** @param jeton the host and the port of Jeton */
export type StartGuarded = (jeton: string) => Promise<Guarded>

/** Those that the Jeton of a guide's tests looks at, beside its own. */
export const tokenHeaders = ['x-api-key', 'p-access-token', 'proxy-authorization']

export interface Account {
  email: string
  authToken: string
  token: string
  tokenId: string
}

export interface Guide {
  jeton: Server
  guarded: Guarded
  /** Calls Jeton. */
  jetonCall: Call
  /** Calls the service through the guard. */
  call: Call
  account: Account
}

/**
 * Starts one Jeton, and one service behind a guard, for a whole file. The fields of the result are
 * set once the tests run.
 */
export function useGuide(start: StartGuarded): Guide {
  const guide = {} as Guide
  beforeAll(async () => {
    guide.jeton = await startServer({ JETON_TOKEN_HEADERS: tokenHeaders.join(',') })
    guide.jetonCall = clientOf(guide.jeton.address)
    guide.guarded = await start(hostOf(guide.jeton))
    guide.call = callerOf(guide.guarded.address)
    guide.account = await makeAccount(guide.jetonCall)
  })
  afterAll(async () => {
    await guide.guarded?.stop()
    await guide.jeton?.stop()
  })
  return guide
}

/** The server listens on 127.0.0.1 and prints `localhost`. */
export const hostOf = ({ address }: Server) => `127.0.0.1:${new URL(address).port}`

export async function makeAccount(call: Call): Promise<Account> {
  const { email, authToken } = await signUp(call)
  const { id, token } = await createToken(call, authToken, 'deploy')
  return { email, authToken, token, tokenId: id }
}

export const count = ({ guarded }: Guide) => guarded.seen().length

export function lastSeen({ guarded }: Guide): Seen {
  const seen = guarded.seen().at(-1)
  if (!seen) throw new Error('Nothing has reached the service')
  return seen
}

export function expectRefused(
  { guarded }: Guide,
  before: number,
  { status, headers }: Answer,
): void {
  expect(status).toBe(401)
  expect(headers.get('www-authenticate')).toMatch(/^Bearer realm="jeton"/)
  expect(headers.getSetCookie()).toEqual([])
  expect(guarded.seen()).toHaveLength(before)
}

/**
 * Asks Jeton about a credential, and expects that it is valid.
 * @returns the headers of the answer
 */
export async function askJeton(
  { jetonCall }: Guide,
  headers: Record<string, string>,
  path = '/api/v1/verify',
): Promise<Headers> {
  const answer = await jetonCall('GET', path, { headers })
  expect(answer.status).toBe(200)
  return answer.headers
}

/**
 * Expects that the service has received Jeton's identity headers, each once, in one spelling. A
 * header without a value may be missing.
 */
export function expectIdentity(seen: Seen, said: Headers): void {
  const told = identityIn(seen)
  for (const name of identityNames) {
    const value = said.get(name)
    const values = told.get(name.toLowerCase()) ?? []
    expect(value ? values : values.filter(Boolean), name).toEqual(value ? [value] : [])
  }
}

/**
 * Maps spellings that some servers treat as one to the same text: CGI and similar interfaces
 * replace everything except letters and digits by an underscore.
 */
const normalise = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '-')

export function identityIn({ headers }: Seen): Map<string, string[]> {
  const own = headers.map(([name, value]) => [normalise(name), value] as const)
  const wanted = identityNames.map((name) => name.toLowerCase())
  return new Map(
    wanted.map((name) => [name, own.filter(([other]) => other === name).map(([, value]) => value)]),
  )
}

export function expectNoCredential({ headers }: Seen, { token, authToken }: Account): void {
  const credentials = credentialHeaders.map(normalise)
  expect(headers.filter(([name]) => credentials.includes(normalise(name)))).toEqual([])
  const text = JSON.stringify(headers)
  expect([text.includes(token), text.includes(authToken)]).toEqual([false, false])
}
