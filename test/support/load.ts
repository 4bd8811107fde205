import { setTimeout } from 'node:timers/promises'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { Hammer } from '@/test/support/hammer'

/*
 * All kinds of load at once, again and again, as on a busy day of an installation: services that
 * verify, programs that use the API, users of the pages.
 */

/**
 * One round of a client's work.
 * @throws if a result is not the expected one
 */
type Round = () => Promise<void>

const pages = ['/', '/account/tokens', '/account/profile', '/account/sessions', '/nothing']

function expectStatus(what: string, status: number, wanted: number): void {
  if (status !== wanted)
    throw new Error(`${what} was answered with ${status} instead of ${wanted}.`)
}

/** A program that makes and deletes tokens, and begins and ends sessions. */
async function program(call: Call): Promise<Round> {
  const { email } = await signUp(call)
  return async () => {
    const headers = { 'xc-auth': await signIn(call, email) }
    const { id, token } = await createToken(call, headers['xc-auth'])
    const verify = () => call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })
    expectStatus('A new token', (await verify()).status, 200)
    expectStatus('The list', (await call('GET', '/api/v1/tokens', { headers })).status, 200)
    expectStatus('Delete', (await call('DELETE', `/api/v1/tokens/${id}`, { headers })).status, 200)
    expectStatus('A deleted token', (await verify()).status, 401)
    expectStatus(
      'Log out',
      (await call('POST', '/api/v1/auth/user/signout', { headers })).status,
      200,
    )
    expectStatus('An ended session', (await call('GET', '/api/v1/tokens', { headers })).status, 401)
  }
}

/** A user who signs in, opens the pages and signs out. */
async function visitor(call: Call): Promise<Round> {
  const { email } = await signUp(call)
  return async () => {
    const { cookie } = await signInAsBrowser(call, email)
    for (const path of pages) {
      const { status } = await call('GET', path, { headers: { cookie } })
      expectStatus(path, status, path === '/nothing' ? 404 : 200)
    }
    const { status } = await call('POST', '/api/v1/auth/user/signout', { headers: { cookie } })
    expectStatus('Log out', status, 200)
  }
}

/**
 * A service that asks about valid and invalid tokens, many times on each connection, and then on
 * new ones.
 */
async function service(call: Call, address: string): Promise<Round> {
  const { token } = await createToken(call, (await signUp(call)).authToken)
  const bad = `xc-token: jtn_${'x'.repeat(36)}`
  return async () => {
    const hammer = await Hammer.connect(address, 16)
    const statuses = await hammer.askAll(
      [...Array(300).fill(`xc-token: ${token}`), ...Array(20).fill(bad)].values(),
    )
    hammer.close()
    expectStatus('A round of verifications', statuses[200] ?? 0, 300)
    expectStatus('A round of bad ones', statuses[401] ?? 0, 20)
  }
}

/**
 * Keeps a server busy.
 * @param more further work, such as a real browser's
 * @returns the number of rounds of each kind of work
 * @throws the first unexpected result
 */
export async function keepBusy(
  address: string,
  { milliseconds, more = {} }: { milliseconds: number; more?: Record<string, Round> },
): Promise<Record<string, number>> {
  const call = clientOf(address)
  const work = {
    services: await service(call, address),
    programs: await program(call),
    visitors: await visitor(call),
    ...more,
  }
  const end = performance.now() + milliseconds
  const repeat = async ([name, round]: [string, Round]) => {
    let rounds = 0
    while (performance.now() < end) {
      await round()
      rounds += 1
      await setTimeout(10)
    }
    return [name, rounds] as const
  }
  return Object.fromEntries(await Promise.all(Object.entries(work).map(repeat)))
}
