import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { expectLimited, leave, newAddress } from '@/test/support/limits'
import { type MailServer, startMailServer } from '@/test/support/mail'
import { replaceSecret } from '@/test/support/replace-secret'
import { type Server, startServer } from '@/test/support/server'

/* Tokens that somebody presents to end them: how many from one address, and who is told by mail. */

let mailServer: MailServer
let server: Server
let call: Call

beforeAll(async () => {
  mailServer = await startMailServer()
  server = await startServer({
    ...mailServer.settings,
    JETON_RATE_LIMIT: 'on',
    JETON_TRUST_PROXY: '1',
  })
  call = clientOf(server.address)
})
afterAll(async () => {
  await server.stop()
  await mailServer.stop()
})

const revoke = (token: string, from: string) =>
  call('POST', '/api/v1/revoke', {
    headers: { 'x-forwarded-for': from },
    body: new URLSearchParams({ token }),
  })

test('an address that asks too often waits, whatever it sends, and another does not', async () => {
  const { authToken } = await signUp(call)
  const { token } = await createToken(call, authToken)
  const credentials: Record<string, string>[] = [{ 'xc-token': token }, { 'xc-auth': authToken }]
  const from = newAddress()
  expect((await revoke('x', from)).status).toBe(200)
  await leave(server, 2, 'revoke', [from])
  for (const each of ['x', makeApiTokenSecret(randomBytes)])
    expect((await revoke(each, from)).status).toBe(200)
  for (const each of ['x', makeApiTokenSecret(randomBytes), token, authToken])
    expectLimited(await revoke(each, from), 'revoke')
  for (const headers of credentials)
    expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(200)
  expect((await revoke(token, newAddress())).status).toBe(200)
  expect((await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status).toBe(401)
})

test('the user is told of each by mail, from where, and without the token', async () => {
  const { email, authToken } = await signUp(call)
  const { id, token: previous } = await createToken(call, authToken)
  expect((await mailServer.next(email)).subject).toBe('Jeton: API token created')
  const current = await replaceSecret(server, { id, keepMs: 3_600_000 })
  const subjects = {
    [previous]: 'Jeton: old secret revoked by somebody who held it',
    [current]: 'Jeton: API token revoked by somebody who held it',
    [authToken]: 'Jeton: session ended by somebody who held its token',
  }
  for (const [token, subject] of Object.entries(subjects)) {
    expect((await revoke(token, '203.0.113.9')).status).toBe(200)
    const mail = await mailServer.next(email)
    expect(mail.subject).toBe(subject)
    expect(mail.text).toContain('203.0.113.9')
    for (const secret of [previous, current, authToken])
      expect(`${mail.text} ${mail.html}`).not.toContain(secret)
    expect((await revoke(token, '203.0.113.9')).status).toBe(200)
  }
  // A mail about the second time would come before this one.
  await call('POST', '/api/v1/auth/user/signin', {
    headers: { 'x-forwarded-for': '203.0.113.10', 'user-agent': 'Mozilla/5.0 Firefox/128.0' },
    json: { email, password: 'correct horse battery staple' },
  })
  expect((await mailServer.next(email)).subject).toBe('Jeton: signed in on a new device')
})
