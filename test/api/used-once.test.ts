import { describe, expect, test } from 'vitest'
import { Authenticator } from '@/test/support/authenticator'
import { clientOf, password, signUp } from '@/test/support/client'
import { statusesOf } from '@/test/support/limits'
import { addPasskey } from '@/test/support/passkeys'
import { addApp, codeOf, forgetSteps } from '@/test/support/second-factor'
import { sharedServer } from '@/test/support/shared-server'

/* Of twenty who use at once what works once, one succeeds: codes, tokens and challenges. */

const server = sharedServer()
const { address } = server
const call = clientOf(address)

const twenty = <T>(make: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: 20 }, (_, i) => make(i)))

async function somebody() {
  const { email, authToken } = await signUp(call)
  return { email, authToken, headers: { 'xc-auth': authToken } }
}

describe('a second step of a sign-in', () => {
  async function somebodyWithApp() {
    const account = await somebody()
    const app = await addApp(call, account.authToken)
    await forgetSteps(server)
    return { ...account, ...app }
  }

  const signIn = (json: object) => call('POST', '/api/v1/auth/user/signin', { json })

  const continueTokenOf = async (email: string): Promise<string> =>
    (await signIn({ email, password })).body.continue_token

  const goOn = (continue_token: string, code: string) => signIn({ continue_token, code })

  test('with one code', async () => {
    const { email, secret } = await somebodyWithApp()
    const tokens = await twenty(() => continueTokenOf(email))
    const code = codeOf(secret)
    const answers = await twenty((i) => goOn(tokens[i] ?? '', code))
    expect(statusesOf(answers)).toEqual({ 200: 1, 401: 19 })
  })

  test('with one recovery code', async () => {
    const { email, recoveryCodes } = await somebodyWithApp()
    const tokens = await twenty(() => continueTokenOf(email))
    const answers = await twenty((i) => goOn(tokens[i] ?? '', recoveryCodes[0] ?? ''))
    expect(statusesOf(answers)).toEqual({ 200: 1, 401: 19 })
  })

  test('with one continue token, each with a recovery code of its own, which nine keep', async () => {
    const { email, recoveryCodes, headers } = await somebodyWithApp()
    const token = await continueTokenOf(email)
    const answers = await twenty((i) => goOn(token, recoveryCodes[i % 10] ?? ''))
    expect(statusesOf(answers)).toEqual({ 200: 1, 401: 19 })
    const { body } = await call('GET', '/api/v1/second-factor', { headers })
    expect(body.recovery_codes).toBe(9)
  })
})

describe('a passkey', () => {
  const path = '/api/v1/passkeys'

  test('that is added, with one challenge', async () => {
    const { headers } = await somebody()
    const options = await call('POST', `${path}/options`, { headers, json: { password } })
    const answers = await twenty(() => {
      const credential = new Authenticator(address).create(options.body)
      return call('POST', path, { headers, json: { name: 'Laptop', credential } })
    })
    expect(statusesOf(answers)).toEqual({ 200: 1, 400: 19 })
    expect((await call('GET', path, { headers })).body.list).toHaveLength(1)
  })

  test('that signs in, with one challenge', async () => {
    const { headers, authToken } = await somebody()
    const passkey = await addPasskey(call, { address, authToken })
    const options = await call('POST', '/api/v1/auth/passkey/options')
    const answers = await twenty(() => {
      const credential = passkey.get(options.body, { counter: 0 })
      return call('POST', '/api/v1/auth/passkey/signin', { json: { credential } })
    })
    expect(statusesOf(answers)).toEqual({ 200: 1, 401: 19 })
    expect((await call('GET', '/api/v1/sessions', { headers })).body.list).toHaveLength(2)
  })
})
