import { describe, expect, test } from 'vitest'
import { activityOf } from '@/test/support/activity'
import { type Answered, Authenticator } from '@/test/support/authenticator'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, password, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { statusesOf } from '@/test/support/limits'
import { addPasskey } from '@/test/support/passkeys'
import { expectProblem } from '@/test/support/problem'
import { forgetConfirmation } from '@/test/support/second-factor'
import { sharedServer } from '@/test/support/shared-server'

/* Passkeys: adding one, signing in with it, confirming by it, and what is refused. */

const server = sharedServer()
const { address } = server
const call = clientOf(address)
const path = '/api/v1/passkeys'

async function somebody() {
  const { email, authToken } = await signUp(call)
  return { email, authToken, headers: { 'xc-auth': authToken } }
}

async function somebodyWithPasskey() {
  const account = await somebody()
  return { ...account, passkey: await addPasskey(call, { address, ...account }) }
}

type Headers = Record<string, string>

const optionsFor = async (headers: Headers) =>
  (await call('POST', `${path}/options`, { headers, json: { password } })).body

const register = (headers: Headers, credential: object) =>
  call('POST', path, { headers, json: { name: 'Laptop', credential } })

const signInOptions = async () => (await call('POST', '/api/v1/auth/passkey/options')).body

const signIn = (credential: object) =>
  call('POST', '/api/v1/auth/passkey/signin', { json: { credential } })

const passkeysOf = async (headers: Headers) => (await call('GET', path, { headers })).body.list

const sessionsOf = async (headers: Headers) =>
  (await call('GET', '/api/v1/sessions', { headers })).body.list.length

const elsewhere = 'https://evil.example'

/** Faults of an answer, in both ceremonies. */
const wrongs: [string, Answered][] = [
  ['of another page', { origin: elsewhere }],
  ['of another port', { origin: 'http://localhost:1' }],
  ['for another relying party', { rpId: new URL(elsewhere).hostname }],
  ['without user verification', { isUserVerified: false }],
  ['for a challenge that we have not made', { challenge: 'A'.repeat(43) }],
]

describe('a passkey', () => {
  test('is added, and signs in by itself', async () => {
    const { email, headers, passkey } = await somebodyWithPasskey()
    expect(await passkeysOf(headers)).toEqual([
      expect.objectContaining({ id: passkey.id, name: 'Laptop', last_used_at: null }),
    ])
    const { status, body } = await signIn(passkey.get(await signInOptions()))
    expect(status).toBe(200)
    const own = { 'xc-auth': body.token }
    expect((await call('GET', '/api/v1/auth/user/me', { headers: own })).body.email).toBe(email)
    expect((await passkeysOf(own))[0].last_used_at).toEqual(expect.any(String))
    expect(await activityOf(call, own)).toMatchObject([
      { action: 'signed_in', credential: 'passkey' },
      { action: 'passkey_added', detail: { passkey_name: 'Laptop' } },
      { action: 'signed_up' },
    ])
  })

  test('that is refused at a sign-in is in the log of its user, an unknown one in nobody’s', async () => {
    const { headers, passkey } = await somebodyWithPasskey()
    const wrong = passkey.get(await signInOptions(), { origin: elsewhere })
    expectProblem(await signIn(wrong), 401, 'credentials_wrong')
    const unknown = new Authenticator(address)
    expectProblem(await signIn(unknown.get(await signInOptions())), 401, 'credentials_wrong')
    const failed = { action: 'sign_in_failed', credential: 'passkey' }
    const [latest] = await activityOf(call, headers)
    expect(latest).toMatchObject({ ...failed, detail: { reason: 'passkey_wrong' } })
    const nobodys = `SELECT "action", "credential" FROM "Activity" WHERE "userId" IS NULL AND "credential" = 'passkey'`
    expect(await askDatabase(server, nobodys)).toContainEqual(failed)
  })

  test('that is removed signs nobody in', async () => {
    const { headers, passkey } = await somebodyWithPasskey()
    const removed = await call('DELETE', `${path}/${passkey.id}`, { headers, json: { password } })
    expect(removed.status).toBe(200)
    expect((await activityOf(call, headers))[0]).toMatchObject({
      action: 'passkey_removed',
      detail: { passkey_name: 'Laptop' },
    })
    expectProblem(await signIn(passkey.get(await signInOptions())), 401, 'credentials_wrong')
  })

  test('is renamed, which the log says', async () => {
    const { headers, passkey } = await somebodyWithPasskey()
    const renamed = { headers, json: { name: 'Phone' } }
    expect((await call('PATCH', `${path}/${passkey.id}`, renamed)).status).toBe(200)
    expect(await passkeysOf(headers)).toMatchObject([{ id: passkey.id, name: 'Phone' }])
    expect((await activityOf(call, headers))[0]).toMatchObject({
      action: 'passkey_renamed',
      detail: { passkey_name: 'Phone' },
    })
  })

  test('of somebody else is neither renamed nor removed', async () => {
    const { passkey, headers: own } = await somebodyWithPasskey()
    const { headers } = await somebody()
    const to = `${path}/${passkey.id}`
    expectProblem(await call('PATCH', to, { headers, json: { name: 'x' } }), 404, 'not_found')
    expectProblem(await call('DELETE', to, { headers, json: { password } }), 404, 'not_found')
    expect(await passkeysOf(own)).toHaveLength(1)
  })

  test('that is the only way to sign in is not removed', async () => {
    const { email, authToken, passkey } = await somebodyWithPasskey()
    const other = await addPasskey(call, { address, authToken })
    const { cookie } = await signInAsBrowser(call, email)
    const headers = { cookie, origin: address }
    await changeDatabase(server, `UPDATE "User" SET "passwordHash" = '' WHERE "email" = ?`, {
      parameters: [email],
    })
    const remove = ({ id }: Authenticator) => call('DELETE', `${path}/${id}`, { headers, json: {} })
    const answers = await Promise.all([remove(passkey), remove(other)])
    expect(statusesOf(answers)).toEqual({ 200: 1, 409: 1 })
    for (const answer of answers.filter(({ status }) => status === 409))
      expectProblem(answer, 409, 'only_way_in')
    expect(await passkeysOf(headers)).toHaveLength(1)
  })
})

describe('a registration', () => {
  test.each(wrongs)('%s is refused', async (_, changed) => {
    const { headers } = await somebody()
    const credential = new Authenticator(address).create(await optionsFor(headers), changed)
    expectProblem(await register(headers, credential), 400, 'credentials_wrong')
    expect(await passkeysOf(headers)).toEqual([])
  })

  test.each([
    { transports: 'usb' },
    { transports: null },
    { transports: { length: 3 } },
    { transports: [5] },
    { transports: ['\0'] },
    { transports: ['usb,nfc'] },
    { transports: ['x'.repeat(33)] },
    { transports: Array.from({ length: 17 }, () => 'usb') },
  ])('with %j is refused', async ({ transports }) => {
    const { headers } = await somebody()
    const made = new Authenticator(address).create(await optionsFor(headers))
    const credential = { ...made, response: { ...made.response, transports } }
    expectProblem(await register(headers, credential), 400, 'input_invalid')
  })

  test('keeps the transports that the browser names', async () => {
    const { headers } = await somebody()
    const made = new Authenticator(address).create(await optionsFor(headers))
    const response = { ...made.response, transports: ['smart-card', 'a-new-one'] }
    expect((await register(headers, { ...made, response })).status).toBe(200)
    const select = `SELECT "transports" FROM "Passkey" WHERE "id" = '${made.id}'`
    expect(await askDatabase(server, select)).toEqual([{ transports: 'smart-card,a-new-one' }])
  })

  test('uses its challenge up, also one that is refused', async () => {
    const { headers } = await somebody()
    const options = await optionsFor(headers)
    const first = new Authenticator(address).create(options)
    expect((await register(headers, first)).status).toBe(200)
    for (const again of [first, new Authenticator(address).create(options)])
      expectProblem(await register(headers, again), 400, 'credentials_wrong')
    expect(await passkeysOf(headers)).toHaveLength(1)
  })

  test('for the challenge of another user, or of a sign-in, is refused', async () => {
    const [one, two] = [await somebody(), await somebody()]
    for (const options of [await optionsFor(two.headers), await signInOptions()]) {
      const credential = new Authenticator(address).create(options)
      expectProblem(await register(one.headers, credential), 400, 'credentials_wrong')
    }
  })

  test('of a passkey that somebody has already is refused', async () => {
    const { passkey } = await somebodyWithPasskey()
    const { headers } = await somebody()
    const credential = passkey.create(await optionsFor(headers))
    expectProblem(await register(headers, credential), 400, 'credentials_wrong')
  })
})

describe('a sign-in', () => {
  test.each(wrongs)('%s is refused', async (_, changed) => {
    const { headers, passkey } = await somebodyWithPasskey()
    const credential = passkey.get(await signInOptions(), changed)
    expectProblem(await signIn(credential), 401, 'credentials_wrong')
    expect(await sessionsOf(headers)).toBe(1)
  })

  test('that is sent again is refused', async () => {
    const { passkey } = await somebodyWithPasskey()
    const credential = passkey.get(await signInOptions())
    expect((await signIn(credential)).status).toBe(200)
    expectProblem(await signIn(credential), 401, 'credentials_wrong')
  })

  test('with another key under the passkey’s id is refused', async () => {
    const { passkey } = await somebodyWithPasskey()
    const { id } = passkey
    const forged = { ...new Authenticator(address).get(await signInOptions()), id, rawId: id }
    expectProblem(await signIn(forged), 401, 'credentials_wrong')
  })

  test('with a counter that has gone back, or stands still, is refused: the passkey was copied', async () => {
    const { passkey } = await somebodyWithPasskey()
    expect((await signIn(passkey.get(await signInOptions(), { counter: 7 }))).status).toBe(200)
    for (const counter of [6, 7])
      expectProblem(
        await signIn(passkey.get(await signInOptions(), { counter })),
        401,
        'credentials_wrong',
      )
    expect((await signIn(passkey.get(await signInOptions(), { counter: 8 }))).status).toBe(200)
  })

  test('of a passkey that counts nothing is accepted each time', async () => {
    const { passkey } = await somebodyWithPasskey()
    for (let i = 0; i < 2; i += 1)
      expect((await signIn(passkey.get(await signInOptions(), { counter: 0 }))).status).toBe(200)
  })

  test('of a disabled user is refused', async () => {
    const { email, passkey } = await somebodyWithPasskey()
    await changeDatabase(server, 'UPDATE "User" SET "disabledAt" = "createdAt" WHERE "email" = ?', {
      parameters: [email],
    })
    expectProblem(await signIn(passkey.get(await signInOptions())), 401, 'credentials_wrong')
  })
})

describe('a confirmation', () => {
  const confirmation = '/api/v1/second-factor/confirmation'
  const confirmOptions = async (headers: Headers) =>
    (await call('POST', `${confirmation}/options`, { headers })).body
  const confirm = (headers: Headers, credential: object) =>
    call('POST', confirmation, { headers, json: { credential } })
  const isConfirmed = async (headers: Headers) =>
    (await call('GET', '/api/v1/second-factor', { headers })).body.confirmed_until !== null

  /** Whose browser it is, for which a confirmation counts. */
  async function somebodyInBrowser() {
    const { email, passkey } = await somebodyWithPasskey()
    const { cookie } = await signInAsBrowser(call, email)
    return { email, passkey, headers: { cookie, origin: address } }
  }

  test('by a passkey counts as one by the password', async () => {
    const { email, headers, passkey } = await somebodyInBrowser()
    await forgetConfirmation(server, email)
    expect(await isConfirmed(headers)).toBe(false)
    const credential = passkey.get(await confirmOptions(headers))
    expect((await confirm(headers, credential)).status).toBe(200)
    expect(await isConfirmed(headers)).toBe(true)
    await forgetConfirmation(server, email)
    expectProblem(await confirm(headers, credential), 400, 'credentials_wrong')
  })

  test('by the passkey of another user, or for the challenge of another or of a sign-in, is refused', async () => {
    const [one, two] = [await somebodyInBrowser(), await somebodyInBrowser()]
    await forgetConfirmation(server, one.email)
    const answers = [
      two.passkey.get(await confirmOptions(one.headers)),
      one.passkey.get(await confirmOptions(two.headers)),
      one.passkey.get(await signInOptions()),
    ]
    for (const credential of answers)
      expectProblem(await confirm(one.headers, credential), 400, 'credentials_wrong')
    expect(await isConfirmed(one.headers)).toBe(false)
    const unrelated = one.passkey.get(await confirmOptions(one.headers))
    expectProblem(await signIn(unrelated), 401, 'credentials_wrong')
  })
})

test('the database holds no challenge', async () => {
  const { challenge } = await signInOptions()
  const rows = JSON.stringify(await askDatabase(server, 'SELECT * FROM "OneTimeToken"'))
  expect(rows).toContain('passkey_sign_in')
  expect(rows).not.toContain(challenge)
})
