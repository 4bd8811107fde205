import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { type MailServer, settingsFor, startMailServer, tokenIn } from '@/test/support/mail'
import { addPasskey } from '@/test/support/passkeys'
import { addApp } from '@/test/support/second-factor'
import { freePort, type Server, startServer } from '@/test/support/server'

/* The mails, their recipients and their language. */

let mailServer: MailServer
let server: Server
let call: Call
let owner: { email: string; authToken: string }

beforeAll(async () => {
  mailServer = await startMailServer()
  server = await startServer({
    ...mailServer.settings,
    JETON_RATE_LIMIT: 'on',
    JETON_TRUST_PROXY: '1',
  })
  call = clientOf(server.address)
  owner = await signUp(call)
})
afterAll(async () => {
  await server.stop()
  await mailServer.stop()
})

const profile = (authToken: string, json: object) =>
  call('PATCH', '/api/v1/user/profile', { headers: { 'xc-auth': authToken }, json })

const invite = (target: Call, authToken: string, email: string) =>
  target('POST', '/api/v1/users', { headers: { 'xc-auth': authToken }, json: { email } })

test('an invitation says who invites, in the language of the owner, and the answer that it was sent', async () => {
  await profile(owner.authToken, { display_name: '<b>Ada</b> & Co', language: 'fr' })
  const email = `${randomUUID()}@example.com`
  const { body } = await invite(call, owner.authToken, email)
  expect(body.sent).toBe(true)
  const mail = await mailServer.next(email)
  expect(tokenIn(mail)).toBe(body.invite_token)
  expect(mail.subject).toBe('<b>Ada</b> & Co vous invite sur Jeton')
  expect(mail.from?.text).toBe('"Jeton" <jeton@example.com>')
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  expect(mail.html).toContain('&lt;b&gt;Ada&lt;/b&gt; &amp; Co')
  expect(mail.html).toContain(`href="${body.invite_url}"`)
  expect(mail.html).not.toMatch(/<img|<script|<link/)
})

test('a new token is told of, without the token', async () => {
  const { email, authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const mail = await mailServer.next(email)
  expect(mail.subject).toBe('Jeton: API token created')
  expect(mail.text).toContain(`${mailServer.settings.NEXTAUTH_URL}/account/activity`)
  for (const secret of [token, token.slice(4), authToken, password])
    expect(`${mail.text} ${mail.html}`).not.toContain(secret)
})

test('a new secret of a token is told of, without the secret', async () => {
  const { email, authToken } = await signUp(call)
  const { id, token } = await createToken(call, authToken)
  await mailServer.next(email)
  const headers = { 'xc-auth': authToken }
  const path = `/api/v1/tokens/${id}/rotate`
  const { body } = await call('POST', path, { headers, json: { grace: '1h' } })
  const mail = await mailServer.next(email)
  expect(mail.subject).toBe('Jeton: API token rotated')
  for (const secret of [token, body.token, body.token.slice(4)])
    expect(`${mail.text} ${mail.html}`).not.toContain(secret)
})

test('a sign-in on a new device is told of, and one from a known address is not', async () => {
  const { email, authToken } = await signUp(call)
  await signIn(call, email)
  await createToken(call, authToken)
  // The first mail is about the token: the sign-in before it caused none.
  expect((await mailServer.next(email)).subject).toBe('Jeton: API token created')
  await profile(authToken, { language: 'fr' })
  await call('POST', '/api/v1/auth/user/signin', {
    headers: {
      'x-forwarded-for': '203.0.113.7',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    },
    json: { email, password },
  })
  const mail = await mailServer.next(email)
  expect(mail.subject).toMatch(/nouvel appareil/)
  expect(mail.text).toContain('203.0.113.7')
  expect(mail.text).toContain('Firefox 128')
})

test('each change of a second factor is told of', async () => {
  const { email, authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  const told = async () => (await mailServer.next(email)).subject
  const changed = 'Jeton: second factor changed'
  await addApp(call, authToken)
  expect(await told()).toBe(changed)
  await call('POST', '/api/v1/second-factor/recovery-codes', { headers, json: { password } })
  expect(await told()).toBe(changed)
  const { id } = await addPasskey(call, { address: server.address, authToken })
  expect(await told()).toBe(changed)
  await call('PATCH', `/api/v1/passkeys/${id}`, { headers, json: { name: 'Phone' } })
  await call('DELETE', `/api/v1/passkeys/${id}`, { headers, json: { password } })
  expect(await told()).toBe(changed)
  await call('DELETE', '/api/v1/second-factor/totp', { headers, json: { password } })
  expect(await told()).toBe(changed)
  await createToken(call, authToken)
  // Nothing else was told of.
  expect(await told()).toBe('Jeton: API token created')
})

test('a second factor that an owner has removed is told of, without where the owner is', async () => {
  const { email, authToken } = await signUp(call)
  await addApp(call, authToken)
  await mailServer.next(email)
  const headers = { 'xc-auth': owner.authToken, 'x-forwarded-for': '203.0.113.9' }
  const { body } = await call('GET', `/api/v1/users?query=${email}`, { headers })
  await call('DELETE', `/api/v1/users/${body.list[0].id}/second-factor`, { headers })
  const mail = await mailServer.next(email)
  expect(mail.subject).toBe('Jeton: second factor removed')
  expect(mail.text).toContain('was removed by an owner')
  expect(mail.text).not.toContain('203.0.113.9')
})

test('a new password, and the link to one that an owner makes, are told of', async () => {
  const { email, authToken } = await signUp(call)
  const told = async () => mailServer.next(email)
  const headers = { 'xc-auth': owner.authToken, 'x-forwarded-for': '203.0.113.9' }
  const { list } = (await call('GET', `/api/v1/users?query=${email}`, { headers })).body
  const made = await call('POST', `/api/v1/users/${list[0].id}/generate-reset-url`, { headers })
  const aboutLink = await told()
  expect(aboutLink.subject).toBe('Jeton: an owner made a link to a new password')
  for (const hidden of ['203.0.113.9', made.body.reset_password_token])
    expect(`${aboutLink.text} ${aboutLink.html}`).not.toContain(hidden)
  const change = { currentPassword: password, newPassword: `${password} 2` }
  await call('POST', '/api/v1/auth/user/password/change', {
    headers: { 'xc-auth': authToken },
    json: change,
  })
  expect((await told()).subject).toBe('Jeton: password changed')
  const again = await call('POST', `/api/v1/users/${list[0].id}/generate-reset-url`, { headers })
  expect((await told()).subject).toBe(aboutLink.subject)
  await call('POST', `/api/v1/auth/password/reset/${again.body.reset_password_token}`, {
    json: { password: `${password} 3` },
  })
  expect((await told()).subject).toBe('Jeton: password reset by a link')
})

test('another address is told of at the one before', async () => {
  const { email } = await signUp(call)
  const headers = { 'xc-auth': owner.authToken }
  const { list } = (await call('GET', `/api/v1/users?query=${email}`, { headers })).body
  const json = { email: `${randomUUID()}@example.com` }
  expect((await call('PATCH', `/api/v1/users/${list[0].id}`, { headers, json })).status).toBe(200)
  const mail = await mailServer.next(email)
  expect(mail.subject).toBe('Jeton: email address changed')
  expect(`${mail.text} ${mail.html}`).not.toContain(json.email)
})

test('a sign-in on a new device by a passkey or a second step is told of', async () => {
  const { email, authToken } = await signUp(call)
  const passkey = await addPasskey(call, { address: server.address, authToken })
  const { recoveryCodes } = await addApp(call, authToken)
  for (let i = 0; i < 2; i += 1) await mailServer.next(email)
  const post = (from: string, path: string, json: object) =>
    call('POST', path, { headers: { 'x-forwarded-for': from }, json })
  const options = await post('203.0.113.10', '/api/v1/auth/passkey/options', {})
  const credential = passkey.get(options.body)
  await post('203.0.113.10', '/api/v1/auth/passkey/signin', { credential })
  const first = await mailServer.next(email)
  expect([first.subject, first.text]).toEqual([
    'Jeton: signed in on a new device',
    expect.stringContaining('203.0.113.10'),
  ])
  const path = '/api/v1/auth/user/signin'
  const { continue_token } = (await post('203.0.113.11', path, { email, password })).body
  await post('203.0.113.11', path, { continue_token, code: recoveryCodes[0] })
  expect((await mailServer.next(email)).text).toContain('203.0.113.11')
})

test('a mail server that is away fails nothing, and the log holds neither address nor link', async () => {
  const lonely = await startServer(await settingsFor(await freePort()))
  const alone = clientOf(lonely.address)
  const { email, authToken } = await signUp(alone)
  const invited = `${randomUUID()}@example.com`
  const { status, body } = await invite(alone, authToken, invited)
  expect({ status, sent: body.sent }).toEqual({ status: 200, sent: false })
  expect((await createToken(alone, authToken)).token).toMatch(/^jtn_/)
  const asked = await alone('POST', '/api/v1/auth/password/forgot', { json: { email } })
  expect(asked.status).toBe(200)
  await lonely.stop()
  expect(lonely.output()).toContain('A mail could not be sent')
  for (const secret of [email, invited, body.invite_token, '/join/', '/reset-password/'])
    expect(lonely.output()).not.toContain(secret)
})
