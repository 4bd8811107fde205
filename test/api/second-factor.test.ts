import { describe, expect, test } from 'vitest'
import { activityOf } from '@/test/support/activity'
import { signInAsBrowser, tryToSignIn } from '@/test/support/browser'
import { type Answer, clientOf, createToken, password, signUp } from '@/test/support/client'
import { askDatabase, changeDatabase } from '@/test/support/database'
import { expectProblem } from '@/test/support/problem'
import { addApp, codeOf, forgetConfirmation, forgetSteps } from '@/test/support/second-factor'
import { sharedServer } from '@/test/support/shared-server'

/* The second step of a sign-in, and what turns it on and off. */

const server = sharedServer()
const call = clientOf(server.address)
const path = '/api/v1/second-factor'

const signIn = (email: string, secret = password) =>
  call('POST', '/api/v1/auth/user/signin', { json: { email, password: secret } })

const goOn = (continueToken: string, code: string) =>
  call('POST', '/api/v1/auth/user/signin', { json: { continue_token: continueToken, code } })

async function somebody() {
  const { email, authToken } = await signUp(call)
  const app = await addApp(call, authToken)
  await forgetSteps(server)
  return { email, headers: { 'xc-auth': authToken }, ...app }
}

/** Who signs in before there is an app. */
async function somebodyInBrowser() {
  const { email, authToken } = await signUp(call)
  const { cookie } = await signInAsBrowser(call, email)
  await addApp(call, authToken)
  return { email, headers: { cookie, origin: server.address } }
}

const continueTokenOf = async (email: string): Promise<string> =>
  (await signIn(email)).body.continue_token

describe('a sign-in', () => {
  test('takes the password, and then a code of the app', async () => {
    const { email, secret } = await somebody()
    const answer = await signIn(email)
    expectProblem(answer, 401, 'second_factor_required')
    expect(answer.body.methods).toEqual(['totp', 'recovery_code'])
    expect(answer.headers.getSetCookie()).toEqual([])
    const { status, body } = await goOn(answer.body.continue_token, codeOf(secret))
    expect([status, typeof body.token]).toEqual([200, 'string'])
    const me = await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': body.token } })
    expect(me.body.email).toBe(email)
  })

  test('takes a recovery code, in any spelling, once', async () => {
    const { email, recoveryCodes, headers } = await somebody()
    const [code = ''] = recoveryCodes
    const spelt = code.toUpperCase().replaceAll('-', ' ')
    expect((await goOn(await continueTokenOf(email), spelt)).status).toBe(200)
    expectProblem(await goOn(await continueTokenOf(email), code), 401, 'code_wrong')
    expect((await call('GET', path, { headers })).body.recovery_codes).toBe(9)
    const actions = (await activityOf(call, headers)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'recovery_code_used')).toHaveLength(1)
  })

  test('in the browser takes the same two steps', async () => {
    const { email, secret } = await somebody()
    expect(await tryToSignIn(call, { email, password })).toBeNull()
    const continue_token = await continueTokenOf(email)
    expect(await tryToSignIn(call, { continue_token, code: '000000' })).toBeNull()
    expect(await tryToSignIn(call, { continue_token, code: codeOf(secret) })).not.toBeNull()
  })

  test('with a wrong password tells nothing of a second factor', async () => {
    const { email } = await somebody()
    const other = await signUp(call)
    const [one, two] = [
      await signIn(email, 'wrong wrong'),
      await signIn(other.email, 'wrong wrong'),
    ]
    expectProblem(one, 401, 'credentials_wrong')
    expect(one.body).toEqual(two.body)
    const names = ({ headers }: Answer) => [...headers.keys()].sort()
    expect(names(one)).toEqual(names(two))
  })

  test('uses up the code, and every code before it', async () => {
    const { email, secret } = await somebody()
    const [before, code] = [codeOf(secret, -1), codeOf(secret)]
    expect((await goOn(await continueTokenOf(email), code)).status).toBe(200)
    for (const used of [code, before])
      expectProblem(await goOn(await continueTokenOf(email), used), 401, 'code_wrong')
  })

  test('with the code that has turned the app on is refused', async () => {
    const { email, authToken } = await signUp(call)
    const { secret } = await addApp(call, authToken)
    expectProblem(await goOn(await continueTokenOf(email), codeOf(secret, -1)), 401, 'code_wrong')
  })
})

describe('a continue token', () => {
  test('survives a wrong code, and works once', async () => {
    const { email, secret } = await somebody()
    const token = await continueTokenOf(email)
    expectProblem(await goOn(token, '000000'), 401, 'code_wrong')
    expect((await goOn(token, codeOf(secret))).status).toBe(200)
    expectProblem(await goOn(token, codeOf(secret, 1)), 401, 'credentials_wrong')
  })

  test('ends after five minutes, and when the password changes', async () => {
    const { email, secret, headers } = await somebody()
    const [late, stale] = [await continueTokenOf(email), await continueTokenOf(email)]
    const [{ expiresAt, createdAt } = {}] = await askDatabase(
      server,
      `SELECT "expiresAt", "createdAt" FROM "OneTimeToken" WHERE "purpose" = 'second_factor' ORDER BY "createdAt" DESC LIMIT 1`,
    )
    expect(+new Date(String(expiresAt)) - +new Date(String(createdAt))).toBe(300_000)
    const changed = `another ${Math.random()}`
    const json = { currentPassword: password, newPassword: changed }
    await call('POST', '/api/v1/auth/user/password/change', { headers, json })
    for (const token of [late, stale])
      expectProblem(await goOn(token, codeOf(secret)), 401, 'credentials_wrong')
  })

  test('of a user who was disabled meanwhile starts no session', async () => {
    const { email, secret } = await somebody()
    const token = await continueTokenOf(email)
    await changeDatabase(server, 'UPDATE "User" SET "disabledAt" = "createdAt" WHERE "email" = ?', {
      parameters: [email],
    })
    expectProblem(await goOn(token, codeOf(secret)), 401, 'code_wrong')
    expectProblem(await signIn(email), 401, 'credentials_wrong')
  })
})

describe('an authenticator app', () => {
  test('is off until a code has confirmed it', async () => {
    const { email, authToken } = await signUp(call)
    const headers = { 'xc-auth': authToken }
    const begun = await call('POST', `${path}/totp`, { headers, json: { password } })
    expect(begun.body.uri).toContain(`secret=${begun.body.secret}`)
    expect((await signIn(email)).status).toBe(200)
    const wrong = await call('POST', `${path}/totp/confirm`, { headers, json: { code: '000000' } })
    expectProblem(wrong, 400, 'code_wrong')
    expect((await call('GET', path, { headers })).body.totp).toBe(false)
  })

  test('is not replaced by another, and is off once it is removed, with its codes', async () => {
    const { email, headers } = await somebody()
    const again = await call('POST', `${path}/totp`, { headers, json: { password } })
    expectProblem(again, 409, 'second_factor_exists')
    expect((await call('DELETE', `${path}/totp`, { headers, json: { password } })).status).toBe(200)
    const { body } = await call('GET', path, { headers })
    expect([body.totp, body.recovery_codes]).toEqual([false, 0])
    expect((await signIn(email)).status).toBe(200)
    const gone = await call('DELETE', `${path}/totp`, { headers, json: { password } })
    expectProblem(gone, 404, 'not_found')
  })

  test('new recovery codes end those before', async () => {
    const { email, headers, recoveryCodes } = await somebody()
    const { body } = await call('POST', `${path}/recovery-codes`, { headers, json: { password } })
    expect(new Set([...body.recovery_codes, ...recoveryCodes]).size).toBe(20)
    expectProblem(
      await goOn(await continueTokenOf(email), recoveryCodes[0] ?? ''),
      401,
      'code_wrong',
    )
    expect((await goOn(await continueTokenOf(email), body.recovery_codes[9])).status).toBe(200)
  })

  test('and its codes are in the database as digests and encrypted alone', async () => {
    const { secret, recoveryCodes } = await somebody()
    const rows = [
      ...(await askDatabase(server, 'SELECT * FROM "AuthenticatorApp"')),
      ...(await askDatabase(server, 'SELECT * FROM "RecoveryCode"')),
      ...(await askDatabase(server, 'SELECT * FROM "OneTimeToken"')),
      ...(await askDatabase(server, 'SELECT * FROM "Activity"')),
    ]
    const text = JSON.stringify(rows)
    for (const hidden of [
      secret,
      ...recoveryCodes,
      ...recoveryCodes.map((c) => c.replaceAll('-', '')),
    ])
      expect(text).not.toContain(hidden)
  })
})

describe('a change', () => {
  const changes = [
    ['POST', `${path}/totp`],
    ['DELETE', `${path}/totp`],
    ['POST', `${path}/recovery-codes`],
    ['POST', '/api/v1/passkeys/options'],
    ['DELETE', '/api/v1/passkeys/none'],
  ] as const

  test.each(changes)('%s %s asks for the password of the last ten minutes', async (method, to) => {
    const { email, headers } = await somebodyInBrowser()
    await forgetConfirmation(server, email)
    expectProblem(await call(method, to, { headers, json: {} }), 403, 'confirmation_required')
    const wrong = await call(method, to, { headers, json: { password: 'wrong wrong' } })
    expectProblem(wrong, 400, 'credentials_wrong')
    expect((await activityOf(call, headers))[0]).toMatchObject({
      action: 'confirmation_failed',
      detail: { reason: 'credentials_wrong' },
    })
    expectProblem(await call(method, to, { headers, json: {} }), 403, 'confirmation_required')
    const right = await call(method, to, { headers, json: { password } })
    expect([200, 404, 409]).toContain(right.status)
    expect([200, 404, 409]).toContain((await call(method, to, { headers, json: {} })).status)
  })

  test.each(changes)(
    '%s %s by an auth token takes the password in the same call alone',
    async (method, to) => {
      const { email } = await signUp(call)
      const headers = { 'xc-auth': (await signIn(email)).body.token }
      expect((await call('GET', path, { headers })).body.confirmed_until).toBeNull()
      expectProblem(await call(method, to, { headers, json: {} }), 403, 'confirmation_required')
      const right = await call(method, to, { headers, json: { password } })
      expect([200, 404]).toContain(right.status)
      expectProblem(await call(method, to, { headers, json: {} }), 403, 'confirmation_required')
    },
  )

  test('is not for API tokens', async () => {
    const { headers } = await somebody()
    const { token } = await createToken(call, headers['xc-auth'])
    for (const [method, to] of changes) {
      const answer = await call(method, to, { headers: { 'xc-token': token }, json: { password } })
      expectProblem(answer, 403, 'session_required')
    }
  })

  test('is in the audit log', async () => {
    const { email, headers, recoveryCodes } = await somebody()
    await call('POST', `${path}/recovery-codes`, { headers, json: { password } })
    expectProblem(
      await goOn(await continueTokenOf(email), recoveryCodes[0] ?? ''),
      401,
      'code_wrong',
    )
    await call('DELETE', `${path}/totp`, { headers, json: { password } })
    const rows = await activityOf(call, headers)
    expect(rows.map(({ action, detail }) => detail.reason ?? action)).toEqual([
      'second_factor_removed',
      'code_wrong',
      'recovery_codes_made',
      'second_factor_added',
      'signed_up',
    ])
  })
})

test('a user whose second factor an owner has reset is told, until they have read it', async () => {
  const { email } = await signUp(call)
  await changeDatabase(
    server,
    'UPDATE "User" SET "secondFactorResetAt" = "createdAt" WHERE "email" = ?',
    { parameters: [email] },
  )
  const { cookie } = await signInAsBrowser(call, email)
  const told = async () =>
    (await (await fetch(server.address, { headers: { cookie } })).text()).includes(
      '<span>An owner has removed your second factor',
    )
  expect(await told()).toBe(true)
  const headers = { cookie, origin: server.address }
  expect((await call('DELETE', `${path}/reset-notice`, { headers })).status).toBe(200)
  expect(await told()).toBe(false)
})
