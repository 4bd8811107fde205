import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doesPasswordWork, whoIs } from '@/test/support/account'
import { type Answer, type Call, callerOf, clientOf, password, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { everythingIn } from '@/test/support/every-table'
import { type MailServer, recipientsOf, startMailServer, tokenIn } from '@/test/support/mail'
import { loadNocodb } from '@/test/support/nocodb'
import { expectProblem } from '@/test/support/problem'
import { addApp } from '@/test/support/second-factor'
import { type Server, startServer } from '@/test/support/server'
import { sharedServer } from '@/test/support/shared-server'

/* Links to reset a password, as they arrive by mail. */

const newPassword = 'another long password'

let mailServer: MailServer
let server: Server
let call: Call
let owner: string

beforeAll(async () => {
  mailServer = await startMailServer()
  server = await startServer(mailServer.settings)
  call = clientOf(server.address)
  owner = (await signUp(call)).authToken
})
afterAll(async () => {
  await server.stop()
  await mailServer.stop()
})

const forgot = (email: string, headers = {}) =>
  call('POST', '/api/v1/auth/password/forgot', { headers, json: { email } })
const validate = (token: string) => call('POST', `/api/v1/auth/token/validate/${token}`)
const reset = (token: string, secret = newPassword) =>
  call('POST', `/api/v1/auth/password/reset/${token}`, { json: { password: secret } })

async function linkFor(email: string): Promise<string> {
  expect((await forgot(email)).status).toBe(200)
  return tokenIn(await mailServer.next(email))
}

const setOf = (email: string, column: string) =>
  changeDatabase(server, `UPDATE "User" SET "${column}" = "createdAt" WHERE "email" = ?`, {
    parameters: [email],
  })

const expectInvalid = (answer: Answer) => expectProblem(answer, 400, 'link_invalid')

test('NocoDB’s client, unchanged: ask, check, reset once; all sessions end', async () => {
  const { email, authToken } = await signUp(call)
  const Api = loadNocodb()
  const { auth } = new Api({ baseURL: server.address })
  expect(await auth.passwordForgot({ email })).toEqual({ msg: expect.any(String) })
  const token = tokenIn(await mailServer.next(email))
  for (let i = 0; i < 2; i += 1)
    expect(await auth.passwordResetTokenValidate(token)).toEqual({ msg: expect.any(String) })
  expect(await auth.passwordReset(token, { password: newPassword })).toEqual({
    msg: expect.any(String),
  })
  expect(await whoIs(call, { 'xc-auth': authToken })).toBeUndefined()
  expect(await doesPasswordWork(call, email)).toBe(false)
  const { token: later } = await auth.signin({ email, password: newPassword })
  const { list } = (await call('GET', '/api/v1/activity', { headers: { 'xc-auth': later } })).body
  expect(list).toContainEqual(
    expect.objectContaining({ action: 'password_reset', credential: 'link', detail: { ended: 1 } }),
  )
  expectInvalid(await validate(token))
  expectInvalid(await reset(token))
})

test('of twenty at once, one resets, and another link of the user ends', async () => {
  const { email } = await signUp(call)
  const [token, other] = [await linkFor(email), await linkFor(email)]
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => reset(token, `${newPassword} ${i}`)),
  )
  const won = answers.findIndex(({ status }) => status === 200)
  for (const answer of answers.filter((_, i) => i !== won)) expectInvalid(answer)
  const { status } = await call('POST', '/api/v1/auth/user/signin', {
    json: { email, password: `${newPassword} ${won}` },
  })
  expect(status).toBe(200)
  expectInvalid(await reset(other))
})

test('a link ends when the user changes the password, and the second step of a sign-in when a link does', async () => {
  const { email, authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  const early = await linkFor(email)
  const changed = { currentPassword: password, newPassword: `${password} 2` }
  const change = { headers, json: changed }
  expect((await call('POST', '/api/v1/auth/user/password/change', change)).status).toBe(200)
  expectInvalid(await validate(early))
  expectInvalid(await reset(early))

  const other = await signUp(call)
  const { recoveryCodes } = await addApp(call, other.authToken)
  const signIn = (json: object) => call('POST', '/api/v1/auth/user/signin', { json })
  const { continue_token } = (await signIn({ email: other.email, password })).body
  expect(continue_token).toEqual(expect.any(String))
  // A mail tells of the app first.
  await mailServer.next(other.email)
  expect((await reset(await linkFor(other.email))).status).toBe(200)
  const step = await signIn({ continue_token, code: recoveryCodes[0] ?? '' })
  expectProblem(step, 401, 'credentials_wrong')
})

test('every address gets the same answer, and only that of a user who may sign in gets mail', async () => {
  const [known, disabled, machine] = [await signUp(call), await signUp(call), await signUp(call)]
  await setOf(disabled.email, 'disabledAt')
  await changeDatabase(server, `UPDATE "User" SET "kind" = 'machine' WHERE "email" = ?`, {
    parameters: [machine.email],
  })
  const invited = `${randomUUID()}@example.com`
  const headers = { 'xc-auth': owner }
  await call('POST', '/api/v1/users', { headers, json: { email: invited } })
  await mailServer.next(invited)
  const nobody = `${randomUUID()}@example.com`
  const answers = []
  for (const email of [nobody, disabled.email, machine.email, invited, known.email])
    answers.push(await forgot(email))
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  await mailServer.next(known.email)
  const others = mailServer.mails.filter(
    (mail) => /password/i.test(mail.subject ?? '') && !recipientsOf(mail).includes(known.email),
  )
  const silent = [nobody, disabled.email, machine.email, invited]
  expect(others.flatMap(recipientsOf).filter((one) => silent.includes(one))).toEqual([])
})

test('a user who was disabled meanwhile resets nothing, nor by that link once enabled', async () => {
  const { email } = await signUp(call)
  const headers = { 'xc-auth': owner }
  const { list } = (await call('GET', `/api/v1/users?query=${email}`, { headers })).body
  const set = (disabled: boolean) =>
    call('PATCH', `/api/v1/users/${list[0].id}`, { headers, json: { disabled } })
  const token = await linkFor(email)
  expect((await set(true)).status).toBe(200)
  expectInvalid(await validate(token))
  expectInvalid(await reset(token))
  expect((await set(false)).status).toBe(200)
  expectInvalid(await validate(token))
  expectInvalid(await reset(token))
  expect(await doesPasswordWork(call, email)).toBe(true)
  const later = await linkFor(email)
  expect((await reset(later)).status).toBe(200)
})

test('a link of a user who is disabled in the database alone resets nothing', async () => {
  const { email } = await signUp(call)
  const token = await linkFor(email)
  await setOf(email, 'disabledAt')
  expectInvalid(await validate(token))
  expectInvalid(await reset(token))
})

test('a refused password does not use the link up, nor does the page', async () => {
  const { email } = await signUp(call)
  const token = await linkFor(email)
  for (const bad of ['short', 'password', email])
    expectProblem(await reset(token, bad), 400, 'input_invalid')
  const page = await callerOf(server.address)('GET', `/reset-password/${token}`)
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  expect(page.text).toContain(email)
  expect((await reset(token)).status).toBe(200)
})

test('the link leads to the public address, whatever the request says', async () => {
  const { email } = await signUp(call)
  await forgot(email, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })
  const { text = '', html } = await mailServer.next(email)
  expect(text).toContain(`${mailServer.settings.NEXTAUTH_URL}/reset-password/`)
  expect(text + html).not.toContain('evil.example')
})

test('an invitation resets no password, and a link to reset one invites nobody', async () => {
  const { email } = await signUp(call)
  const token = await linkFor(email)
  expectInvalid(
    await call('POST', '/api/v1/auth/user/signup', { json: { email, password, token } }),
  )
  const headers = { 'xc-auth': owner }
  const json = { email: `${randomUUID()}@example.com` }
  const { invite_token } = (await call('POST', '/api/v1/users', { headers, json })).body
  expectInvalid(await reset(invite_token))
})

test('no token of a link is in the database or the output', async () => {
  const { email } = await signUp(call)
  const [open, used] = [await linkFor(email), await linkFor((await signUp(call)).email)]
  await reset(used)
  await validate(open)
  const stored = JSON.stringify(
    await everythingIn(server.databaseUrl ?? `file:${server.dataDir}/jeton.db`),
  )
  expect(stored).toContain(email)
  for (const token of [open, used])
    for (const place of [stored, server.output()]) expect(place).not.toContain(token)
})

test('where no mail is set, the answer says so', async () => {
  const silent = clientOf(sharedServer().address)
  const json = { email: 'ada@example.com' }
  expectProblem(await silent('POST', '/api/v1/auth/password/forgot', { json }), 404, 'not_found')
})
