import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { type MailServer, settingsFor, startMailServer, tokenIn } from '@/test/support/mail'
import { freePort, type Server, startServer } from '@/test/support/server'

/* What is sent by mail, to whom and in which language. */

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
