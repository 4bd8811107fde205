import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { activityOf } from '@/test/support/activity'
import { Authenticator } from '@/test/support/authenticator'
import { signInAsBrowser } from '@/test/support/browser'
import { password, signIn, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import {
  callbackAddress,
  comeBack,
  type OidcServer,
  signInThrough,
  somebody,
  startAddress,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { expectProblem } from '@/test/support/problem'
import { RedirectFollower } from '@/test/support/redirects'
import { forgetConfirmation } from '@/test/support/second-factor'

const connection = '/api/v1/auth/oidc/connection'

let oidc: OidcServer & { owner: string }
beforeAll(async () => {
  oidc = await startOwnedOidcServer('userinfo', { JETON_OIDC_OWNER_GROUPS: 'chiefs' })
}, 180_000)
afterAll(() => oidc.stop())

const me = (cookie: string) => oidc.call('GET', '/api/v1/auth/user/me', { headers: { cookie } })
const sessionsIn = async () => (await askDatabase(oidc.server, 'SELECT "id" FROM "Session"')).length
const fault = (code: string) => `/sign-in?error=${code}`

test('whom the provider signs in has an account, and the same one the next time', async () => {
  const person = somebody()
  const first = await signInThrough(oidc, person)
  expect(first.path).toBe('/')
  const { body } = await me(first.cookie)
  expect(body).toMatchObject({ email: person.email, display_name: 'Ada', roles: { user: true } })
  const second = await signInThrough(oidc, { ...person, email: 'another@example.com' })
  expect((await me(second.cookie)).body).toMatchObject({ id: body.id, email: person.email })
})

test('the browser continues where it wanted to go, on this site', async () => {
  for (const [next, path] of [
    ['/account/profile', '/account/profile'],
    ['//evil.example', '/'],
  ] as const) {
    const browser = new RedirectFollower()
    oidc.provider.person = somebody()
    const callback = await browser.open(startAddress(oidc, next), callbackAddress(oidc))
    expect((await comeBack(oidc, browser, callback)).path).toBe(path)
  }
})

test('an address that has an account here is not taken over', async () => {
  const { email } = await signUp(oidc.call)
  for (const spelling of [email, email.toUpperCase()])
    expect((await signInThrough(oidc, somebody({ email: spelling }))).path).toBe(
      fault('email_taken'),
    )
})

test.each([{ email_verified: false }, { email: undefined }, { email: 'no address' }])(
  '%o creates nothing',
  async (claims) => {
    const before = await sessionsIn()
    const person = { ...somebody(), ...claims }
    expect((await signInThrough(oidc, person as never)).path).toBe(fault('email_unverified'))
    expect(await sessionsIn()).toBe(before)
  },
)

test('a sign-in that is cancelled at the provider is told as denied', async () => {
  expect((await signInThrough(oidc, null)).path).toBe(fault('denied'))
})

test('a disabled user is told so, and starts no session', async () => {
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  const { id } = (await me(cookie)).body
  const disable = 'UPDATE "User" SET "disabledAt" = ? WHERE "id" = ?'
  await changeDatabase(oidc.server, disable, { parameters: [new Date().toISOString(), id] })
  expect((await signInThrough(oidc, person)).path).toBe(fault('account_disabled'))
  const log = `SELECT "credential", "detail" FROM "Activity" WHERE "userId" = '${id}' AND "action" = 'sign_in_failed'`
  const [failed, ...more] = await askDatabase(oidc.server, log)
  expect(more).toEqual([])
  expect(failed?.credential).toBe('openid')
  expect(JSON.stringify(failed?.detail)).toContain('account_disabled')
})

const section = '/account/security#security-provider'

test('a signed-in user connects the provider once, and then signs in by it', async () => {
  const { email } = await signUp(oidc.call)
  const { cookie } = await passwordBrowser(email)
  const person = somebody({ email })
  const browser = new RedirectFollower()
  const connected = await connect(browser, cookie, person)
  expect(connected).toBe(section)
  const through = await signInThrough(oidc, person)
  expect((await me(through.cookie)).body.email).toBe(email)

  const other = await passwordBrowser((await signUp(oidc.call)).email)
  expect(await connect(new RedirectFollower(), other.cookie, person)).toBe(
    '/account/security?error=identity_taken#security-provider',
  )

  const ended = await oidc.call('DELETE', connection, { headers: { cookie }, json: {} })
  expect(ended.body).toEqual({ name: 'Test Provider', connected_at: null })
  expect((await me(through.cookie)).status).toBe(401)
  expect((await me(cookie)).status).toBe(200)
  const actions = (await activityOf(oidc.call, { cookie })).map(({ action }) => action)
  expect(actions).toEqual(expect.arrayContaining(['identity_connected', 'identity_disconnected']))
  expect((await signInThrough(oidc, person)).path).toBe(fault('email_taken'))
})

async function passwordBrowser(email: string) {
  return { cookie: (await signInAsBrowser(oidc.call, email)).sessionCookie }
}

async function connect(
  browser: RedirectFollower,
  cookie: string,
  person: ReturnType<typeof somebody>,
) {
  const answer = await oidc.call('POST', connection, { headers: { cookie }, json: {} })
  oidc.provider.person = person
  browser.setCookies(oidc.server.address, cookie)
  for (const line of answer.headers.getSetCookie())
    browser.setCookies(oidc.server.address, line.split(';', 1)[0] ?? '')
  const callback = await browser.open(answer.body.url, callbackAddress(oidc))
  return (await comeBack(oidc, browser, callback)).path
}

test.each(['POST', 'DELETE'])(
  '%s of a connection asks for the password or a passkey of the last ten minutes',
  async (method) => {
    const { email } = await signUp(oidc.call)
    const headers = await passwordBrowser(email)
    const ask = (json: object) => oidc.call(method, connection, { headers, json })
    await forgetConfirmation(oidc.server, email)
    expectProblem(await ask({}), 403, 'confirmation_required')
    expectProblem(await ask({ password: 'wrong wrong' }), 400, 'credentials_wrong')
    expectProblem(await ask({}), 403, 'confirmation_required')
    expect((await ask({ password })).status).toBe(200)
    expect((await ask({})).status).toBe(200)
  },
)

describe('whoever signs in by the provider alone', () => {
  afterEach(() => {
    oidc.provider.forge = null
  })

  const connectBy = async (cookie: string) =>
    oidc.call('POST', connection, { headers: { cookie }, json: {} })

  /** Says when the provider has asked, in seconds before now; null: it does not say. */
  function askedBefore(seconds: number | null) {
    oidc.provider.forge = ({ auth_time: _, ...claims }) => {
      const at = Math.floor(Date.now() / 1000) - (seconds ?? 0)
      return oidc.provider.keys.sign({ ...claims, ...(seconds !== null && { auth_time: at }) })
    }
  }

  test('has confirmed by a sign-in for which the provider has just asked', async () => {
    const person = somebody()
    const { cookie } = await signInThrough(oidc, person)
    expect((await connectBy(cookie)).status).toBe(200)
    await forgetConfirmation(oidc.server, String(person.email))
    expectProblem(await connectBy(cookie), 403, 'confirmation_required')
    const again = await signInThrough(oidc, person)
    expect((await connectBy(again.cookie)).status).toBe(200)
  })

  test.each([601, null])(
    'has not, where the provider has asked %s seconds ago, or does not say',
    async (seconds) => {
      const person = somebody()
      askedBefore(seconds)
      for (const _ of ['signed up', 'signed in']) {
        const { cookie } = await signInThrough(oidc, person)
        expectProblem(await connectBy(cookie), 403, 'confirmation_required')
      }
    },
  )

  test('is asked again by the provider to confirm', async () => {
    const { headers } = await fetch(`${startAddress(oidc)}&confirm=true`, { redirect: 'manual' })
    const { searchParams } = new URL(headers.get('location') ?? '')
    expect([searchParams.get('prompt'), searchParams.get('max_age')]).toEqual(['login', '0'])
  })

  test('and has a password too, confirms by that', async () => {
    const person = somebody()
    await signInThrough(oidc, person)
    await changeDatabase(oidc.server, `UPDATE "User" SET "passwordHash" = 'x' WHERE "email" = ?`, {
      parameters: [String(person.email)],
    })
    const { cookie } = await signInThrough(oidc, person)
    expectProblem(await connectBy(cookie), 403, 'confirmation_required')
  })
})

test('whoever can sign in by the provider alone cannot disconnect it, until there is a passkey', async () => {
  const { cookie } = await signInThrough(oidc, somebody())
  const headers = { cookie, origin: oidc.server.address }
  const disconnect = () => oidc.call('DELETE', connection, { headers, json: {} })
  expectProblem(await disconnect(), 409, 'only_way_in')
  expect((await oidc.call('GET', connection, { headers })).body.connected_at).not.toBeNull()
  const passkey = new Authenticator(oidc.server.address)
  const options = await oidc.call('POST', '/api/v1/passkeys/options', { headers, json: {} })
  const json = { name: 'Laptop', credential: passkey.create(options.body) }
  expect((await oidc.call('POST', '/api/v1/passkeys', { headers, json })).status).toBe(200)
  expect((await disconnect()).status).toBe(200)
})

test('an account of the provider has no password that fits', async () => {
  const person = somebody()
  await signInThrough(oidc, person)
  for (const tried of [password, ' '])
    expect(
      (
        await oidc.call('POST', '/api/v1/auth/user/signin', {
          json: { email: person.email, password: tried },
        })
      ).status,
    ).toBe(401)
  await expect(signIn(oidc.call, person.email as string)).rejects.toThrow()
})
