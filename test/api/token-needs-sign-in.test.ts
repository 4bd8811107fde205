import { afterAll, beforeAll, expect, test } from 'vitest'
import { Authenticator } from '@/test/support/authenticator'
import { type Call, createToken, signIn, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import {
  type OidcServer,
  signInThrough,
  somebody,
  startOidcServer,
} from '@/test/support/oidc-server'

/* JETON_TOKEN_NEEDS_SIGNIN: a token is good for as long as its user signs in from time to time. */

let oidc: OidcServer
let call: Call
beforeAll(async () => {
  oidc = await startOidcServer('id_token', { JETON_TOKEN_NEEDS_SIGNIN: '30d' })
  ;({ call } = oidc)
})
afterAll(() => oidc.stop())

test("a person's token needs a sign-in within the time that is set, and works again after one", async () => {
  const { email, authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const verify = async () =>
    (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status
  const lastSignIn = new Date(Date.now() - 31 * 86_400_000).toISOString()
  await changeDatabase(oidc.server, 'UPDATE "User" SET "signedInAt" = ? WHERE "email" = ?', {
    parameters: [lastSignIn, email],
  })
  expect(await verify()).toBe(401)
  await signIn(call, email)
  expect(await verify()).toBe(200)
  const { body } = await call('POST', '/api/v1/introspect', {
    headers: { 'xc-token': token },
    body: new URLSearchParams({ token }),
  })
  expect(body.exp).toBeGreaterThan(Date.now() / 1000 + 29 * 86_400)
})

test("only the provider's sign-ins keep the token of somebody who is connected with it", async () => {
  const { server } = oidc
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  const headers = { cookie, origin: server.address }
  const passkey = new Authenticator(server.address)
  const asked = await call('POST', '/api/v1/passkeys/options', { headers, json: {} })
  const added = { name: 'Laptop', credential: passkey.create(asked.body) }
  expect((await call('POST', '/api/v1/passkeys', { headers, json: added })).status).toBe(200)
  const made = await call('POST', '/api/v1/tokens', { headers, json: { name: 'first' } })
  const { token } = made.body
  const verify = async () =>
    (await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status
  const lastSignIn = new Date(Date.now() - 31 * 86_400_000).toISOString()
  await changeDatabase(server, 'UPDATE "User" SET "signedInAt" = ?', { parameters: [lastSignIn] })
  const options = await call('POST', '/api/v1/auth/passkey/options')
  const json = { credential: passkey.get(options.body) }
  expect((await call('POST', '/api/v1/auth/passkey/signin', { json })).status).toBe(200)
  expect(await verify()).toBe(401)
  await signInThrough(oidc, person)
  expect(await verify()).toBe(200)
})
