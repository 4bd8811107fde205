import { afterAll, beforeAll, expect, test } from 'vitest'
import { policies } from '@/lib/limits/policies'
import { type Call, clientOf, password, signUp } from '@/test/support/client'
import { expectLimited, leave, newAddress } from '@/test/support/limits'
import { expectProblem } from '@/test/support/problem'
import { addApp, codeOf, forgetConfirmation, forgetSteps } from '@/test/support/second-factor'
import { type Server, startServer } from '@/test/support/server'

/* Guessing codes of a second factor, with the right password. */

const quota = policies['sign-in'].quota

let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer({ JETON_RATE_LIMIT: 'on', JETON_TRUST_PROXY: '1' })
  call = clientOf(server.address)
})
afterAll(() => server.stop())

async function somebody() {
  const { email, authToken } = await signUp(call)
  const { secret } = await addApp(call, authToken)
  await forgetSteps(server)
  const post = (from: string, json: Record<string, string>) =>
    call('POST', '/api/v1/auth/user/signin', { headers: { 'x-forwarded-for': from }, json })
  return {
    email,
    secret,
    authToken,
    enter: (from: string) => post(from, { email, password }),
    goOn: (from: string, continue_token: string, code: string) =>
      post(from, { continue_token, code }),
  }
}

test('wrong codes count as wrong passwords do, also if the right password is sent in between', async () => {
  const { enter, goOn, secret } = await somebody()
  const from = newAddress()
  let token = ''
  for (let i = 0; i < quota; i += 1) {
    token = (await enter(from)).body.continue_token
    expectProblem(await goOn(from, token, '000000'), 401, 'code_wrong')
  }
  expectLimited(await enter(from), 'sign-in')
  expectLimited(await goOn(from, token, codeOf(secret)), 'sign-in')
  expect((await goOn(newAddress(), token, codeOf(secret))).status).toBe(200)
})

test('a continue token ends with ten codes, wherever they come from', async () => {
  const { enter, goOn, secret } = await somebody()
  const { continue_token: token } = (await enter(newAddress())).body
  for (let i = 0; i < policies['continue-token'].quota; i += 1)
    expectProblem(await goOn(newAddress(), token, '000000'), 401, 'code_wrong')
  expectProblem(await goOn(newAddress(), token, codeOf(secret)), 401, 'credentials_wrong')
})

test('wrong codes from unknown sources are limited for the account, and known sources go on', async () => {
  const { email, enter, goOn, secret } = await somebody()
  const home = newAddress()
  const first = (await enter(home)).body.continue_token
  expect((await goOn(home, first, codeOf(secret))).status).toBe(200)
  await forgetSteps(server)
  const { continue_token: token } = (await enter(newAddress())).body
  expectProblem(await goOn(newAddress(), token, '000000'), 401, 'code_wrong')
  await leave(server, 1, 'sign-in-code', [email])
  expectProblem(await goOn(newAddress(), token, '000000'), 401, 'code_wrong')
  expectLimited(await goOn(newAddress(), token, codeOf(secret)), 'sign-in-code')
  expect((await goOn(home, token, codeOf(secret))).status).toBe(200)
})

test('an owner of the account may slip once at a new address while it is under attack', async () => {
  const { email, enter, goOn, secret } = await somebody()
  const { continue_token: stolen } = (await enter(newAddress())).body
  expectProblem(await goOn(newAddress(), stolen, '000000'), 401, 'code_wrong')
  await leave(server, 0, 'sign-in-account', [email])
  const from = newAddress()
  const { continue_token: token } = (await enter(from)).body
  expectProblem(await goOn(from, token, '000000'), 401, 'code_wrong')
  expect((await goOn(from, token, codeOf(secret))).status).toBe(200)
})

test('wrong codes of an app that is being set up count against the session', async () => {
  const { authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  const json = { password }
  const begun = await call('POST', '/api/v1/second-factor/totp', { headers, json })
  const confirm = (code: string) =>
    call('POST', '/api/v1/second-factor/totp/confirm', { headers, json: { code } })
  for (let i = 0; i < policies['app-code'].quota; i += 1)
    expectProblem(await confirm('000000'), 400, 'code_wrong')
  expectLimited(await confirm(codeOf(begun.body.secret)), 'app-code')
})

test.each(['/api/v1/second-factor/confirmation/options', '/api/v1/passkeys/options'])(
  'the challenges of %s are limited per address',
  async (path) => {
    const { authToken } = await signUp(call)
    const from = newAddress()
    const headers = { 'xc-auth': authToken, 'x-forwarded-for': from }
    const ask = () => call('POST', path, { headers, json: { password } })
    expect((await ask()).status).toBe(200)
    await leave(server, 0, 'passkey-challenge', [from])
    expectLimited(await ask(), 'passkey-challenge')
  },
)

test('a whole sign-in clears the count', async () => {
  const { enter, goOn, secret } = await somebody()
  const from = newAddress()
  for (let i = 0; i < quota; i += 1) {
    const { continue_token: token } = (await enter(from)).body
    expect((await goOn(from, token, codeOf(secret))).status).toBe(200)
    await forgetSteps(server)
  }
})

test('wrong passwords that confirm a change count against the session', async () => {
  const { email, authToken } = await somebody()
  await forgetConfirmation(server, email)
  const headers = { 'xc-auth': authToken }
  const confirm = (secret: string) =>
    call('POST', '/api/v1/second-factor/confirmation', { headers, json: { password: secret } })
  for (let i = 0; i < policies['password-change'].quota; i += 1)
    expectProblem(await confirm('wrong wrong'), 400, 'credentials_wrong')
  expectLimited(await confirm(password), 'password-change')
})
