import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, password, signUp } from '@/test/support/client'
import { startMailServer } from '@/test/support/mail'
import { startProvider } from '@/test/support/openid-provider'
import { addPasskey } from '@/test/support/passkeys'
import { expectProblem } from '@/test/support/problem'
import { addApp, forgetConfirmation } from '@/test/support/second-factor'
import {
  freePort,
  makePreparedDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/* JETON_PASSWORDS=off, on an installation that has taken passwords before. */

const dataDir = makePreparedDataDir()
let server: Server
let call: Call
let before: Awaited<ReturnType<typeof useBefore>>
const ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  const mailServer = await startMailServer()
  const of = `http://localhost:${await freePort()}`
  const provider = await startProvider({ of, claimsIn: 'id_token' })
  const settings = {
    ...mailServer.settings,
    ...provider.settings,
    NEXTAUTH_URL: of,
    JETON_DATA_DIR: dataDir,
  }
  const open = await startServer(settings)
  call = clientOf(open.address)
  before = await useBefore(open.address)
  await open.stop()
  server = await startServer({ ...settings, JETON_PASSWORDS: 'off' })
  ends.push(server.stop, provider.stop, mailServer.stop)
})
afterAll(async () => {
  for (const end of ends) await end()
  removeDataDir(dataDir)
})

/** The accounts of people while passwords are on. */
async function useBefore(address: string) {
  const owner = await signUp(call)
  const headers = { 'xc-auth': owner.authToken }
  const { cookie } = await signInAsBrowser(call, owner.email)
  const passkey = await addPasskey(call, { address, authToken: owner.authToken })
  const users = '/api/v1/users'
  const email = `${randomUUID()}@example.com`
  const invited = (await call('POST', users, { headers, json: { email } })).body
  const member = await signUp(call)
  await addApp(call, member.authToken)
  const found = (await call('GET', `${users}?query=${member.email}`, { headers })).body.list[0]
  const link = await call('POST', `${users}/${found.id}/generate-reset-url`, { headers })
  const json = { email: member.email, password }
  const step = (await call('POST', '/api/v1/auth/user/signin', { json })).body
  return {
    owner,
    headers,
    cookie,
    passkey,
    memberId: String(found.id),
    invitation: { email, token: String(invited.invite_token) },
    resetToken: String(link.body.reset_password_token),
    continueToken: String(step.continue_token),
  }
}

const post = (path: string, json: object, headers: Record<string, string> = {}) =>
  call('POST', path, { headers, json })

test('no password is set, changed or sent a link for, on any path', async () => {
  const { headers, memberId, invitation, resetToken, owner } = before
  const answers = [
    await post(
      '/api/v1/auth/user/password/change',
      { currentPassword: password, newPassword: `${password} 2` },
      headers,
    ),
    await post('/api/v1/auth/password/forgot', { email: owner.email }),
    await call('POST', `/api/v1/auth/token/validate/${resetToken}`),
    await post(`/api/v1/auth/password/reset/${resetToken}`, { password: `${password} 2` }),
    await call('POST', `/api/v1/users/${memberId}/generate-reset-url`, { headers }),
    await post('/api/v1/auth/user/signup', { ...invitation, password }),
    await post('/api/v1/auth/user/signup', { email: 'new@example.com', password }),
  ]
  for (const answer of answers) expectProblem(answer, 403, 'passwords_off')
})

test('no password signs in or confirms, and no sign-in that one has begun goes on', async () => {
  const { headers, owner, continueToken } = before
  const signIn = '/api/v1/auth/user/signin'
  await forgetConfirmation(server, owner.email)
  const answers = [
    await post(signIn, { email: owner.email, password }),
    await post(signIn, { continue_token: continueToken, code: '000000' }),
    await post('/api/v1/second-factor/confirmation', { password }, headers),
    await post('/api/v1/second-factor/totp', { password }, headers),
  ]
  for (const answer of answers) expectProblem(answer, 403, 'passwords_off')
})

test('a passkey signs in', async () => {
  const options = await call('POST', '/api/v1/auth/passkey/options')
  const credential = before.passkey.get(options.body)
  expect((await post('/api/v1/auth/passkey/signin', { credential })).status).toBe(200)
})

test('an owner whose passkey is the only way in does not remove it by the way for others', async () => {
  const { cookie, passkey } = before
  const headers = { cookie, origin: server.address }
  const options = await call('POST', '/api/v1/second-factor/confirmation/options', { headers })
  const confirmed = await post(
    '/api/v1/second-factor/confirmation',
    { credential: passkey.get(options.body) },
    headers,
  )
  expect(confirmed.status).toBe(200)
  const { id } = (await call('GET', '/api/v1/auth/user/me', { headers })).body
  const reset = await call('DELETE', `/api/v1/users/${id}/second-factor`, { headers })
  expectProblem(reset, 409, 'only_way_in')
  expect((await call('GET', '/api/v1/passkeys', { headers })).body.list).toHaveLength(1)
})

const pageOf = async (path: string, cookie = '') =>
  (await fetch(server.address + path, { headers: { cookie }, redirect: 'manual' })).text()

test('the pages offer nothing for a password', async () => {
  const { cookie, invitation, resetToken } = before
  const security = await pageOf('/account/security', cookie)
  expect(security).toContain('Sign-in provider')
  expect(security).not.toContain('name="newPassword"')
  const join = await pageOf(`/join/${invitation.token}`)
  expect(join).toContain('Sign in with Test Provider')
  expect(join).not.toContain('name="password"')
  const reset = await pageOf(`/reset-password/${resetToken}`)
  expect(reset).toContain('takes no passwords')
  for (const page of [reset, await pageOf('/sign-in')]) {
    expect(page).not.toContain('name="password"')
    expect(page).not.toContain('/forgot-password')
  }
})
