import { afterAll, beforeAll, expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { type MailServer, recipientsOf, startMailServer, tokenIn } from '@/test/support/mail'
import {
  callbackAddress,
  comeBack,
  type OidcServer,
  signInThrough,
  somebody,
  startOwnedOidcServer,
} from '@/test/support/oidc-server'
import { expectProblem } from '@/test/support/problem'
import { RedirectFollower } from '@/test/support/redirects'

/* Mails to people who sign in through the OpenID provider. */

let mailServer: MailServer
let oidc: OidcServer & { owner: string }
beforeAll(async () => {
  mailServer = await startMailServer()
  const { SMTP_URL = '', MAIL_FROM = '' } = mailServer.settings
  oidc = await startOwnedOidcServer('id_token', { SMTP_URL, MAIL_FROM, JETON_RATE_LIMIT: 'on' })
})
afterAll(async () => {
  await oidc.stop()
  await mailServer.stop()
})

test('whoever signs in by the provider alone gets no password, by mail or from an owner', async () => {
  const person = somebody()
  const { cookie } = await signInThrough(oidc, person)
  const known = await signUp(oidc.call)
  for (const email of [person.email, known.email]) {
    const answer = await oidc.call('POST', '/api/v1/auth/password/forgot', { json: { email } })
    expect(answer.status).toBe(200)
  }
  // The requests are done in turn.
  expect(tokenIn(await mailServer.next(known.email))).toEqual(expect.any(String))
  expect(mailServer.mails.flatMap(recipientsOf)).not.toContain(person.email)

  const { id } = (await oidc.call('GET', '/api/v1/auth/user/me', { headers: { cookie } })).body
  const headers = { 'xc-auth': oidc.owner }
  const path = `/api/v1/users/${id}/generate-reset-url`
  expectProblem(await oidc.call('POST', path, { headers }), 400, 'input_invalid')
})

test('the user is told of each connection and its end', async () => {
  const { email } = await signUp(oidc.call)
  const { sessionCookie: cookie } = await signInAsBrowser(oidc.call, email)
  const connection = '/api/v1/auth/oidc/connection'
  const started = await oidc.call('POST', connection, { headers: { cookie }, json: {} })
  oidc.provider.person = somebody()
  const browser = new RedirectFollower()
  browser.setCookies(oidc.server.address, cookie)
  for (const line of started.headers.getSetCookie())
    browser.setCookies(oidc.server.address, line.split(';', 1)[0] ?? '')
  await comeBack(oidc, browser, await browser.open(started.body.url, callbackAddress(oidc)))
  expect((await mailServer.next(email)).subject).toBe('Jeton: sign-in provider connected')
  await oidc.call('DELETE', connection, { headers: { cookie }, json: {} })
  expect((await mailServer.next(email)).subject).toBe('Jeton: sign-in provider disconnected')
})

test('a sign-in through the OpenID provider on a new device is told of', async () => {
  const person = somebody()
  const email = person.email as string
  const { browser } = await signInThrough(oidc, person)
  const forgetAddresses = () => changeDatabase(oidc.server, 'DELETE FROM "RateLimit"')
  await forgetAddresses()
  // The browser is known by its cookie, and the address again by its sign-in.
  await signInThrough(oidc, person, browser)
  const { cookie } = await signInThrough(oidc, person)
  const headers = { cookie, origin: oidc.server.address }
  await oidc.call('POST', '/api/v1/tokens', { headers, json: { name: 'first' } })
  expect((await mailServer.next(email)).subject).toBe('Jeton: API token created')
  await forgetAddresses()
  await signInThrough(oidc, person)
  expect((await mailServer.next(email)).subject).toBe('Jeton: signed in on a new device')
})
