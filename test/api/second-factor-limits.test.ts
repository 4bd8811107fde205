import { afterAll, beforeAll, expect, test } from 'vitest'
import { policies } from '@/lib/limits/policies'
import { type Call, clientOf, password, signUp } from '@/test/support/client'
import { expectLimited, newAddress } from '@/test/support/limits'
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
  for (let i = 0; i < quota / 2; i += 1) {
    token = (await enter(from)).body.continue_token
    expectProblem(await goOn(from, token, '000000'), 401, 'code_wrong')
  }
  expectLimited(await enter(from), 'sign-in')
  expectLimited(await goOn(from, token, codeOf(secret)), 'sign-in')
  expect((await goOn(newAddress(), token, codeOf(secret))).status).toBe(200)
})

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
