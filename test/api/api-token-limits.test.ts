import { beforeAll, expect, test } from 'vitest'
import {
  accountOf,
  currentSessionId,
  doesPasswordWork,
  type Headers,
  whoIs,
} from '@/test/support/account'
import { signInAsBrowser, tryToSignIn } from '@/test/support/browser'
import { clientOf, createToken, password, signIn, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

/*
 * A leaked API token must not be able to entrench itself: it can do the work of its user's programs
 * and can manage nothing.
 */

const call = clientOf(sharedServer().address)
let user: { email: string; authToken: string }
let token: { id: string; token: string }
let otherSessionId: string
let cookie: string

beforeAll(async () => {
  user = await signUp(call)
  token = await createToken(call, user.authToken)
  otherSessionId = await currentSessionId(call, { 'xc-auth': await signIn(call, user.email) })
  cookie = (await signInAsBrowser(call, user.email)).cookie
})

const attempts: [what: string, method: string, path: string, json?: object][] = [
  ['list tokens', 'GET', '/api/v1/tokens'],
  ['create a token', 'POST', '/api/v1/tokens', { name: 'second' }],
  ['copy its own secret', 'GET', '/api/v1/tokens/{token}/secret'],
  ['delete itself', 'DELETE', '/api/v1/tokens/{token}'],
  ['rotate itself', 'POST', '/api/v1/tokens/{token}/rotate', { grace: '1h' }],
  ['end its old secret', 'DELETE', '/api/v1/tokens/{token}/previous'],
  ['sign its user out', 'POST', '/api/v1/auth/user/signout'],
  [
    'change the password',
    'POST',
    '/api/v1/auth/user/password/change',
    { currentPassword: password, newPassword: 'another password' },
  ],
  ['change the profile', 'PATCH', '/api/v1/user/profile', { display_name: 'Mallory' }],
  ['list sessions', 'GET', '/api/v1/sessions'],
  ['end a session', 'DELETE', '/api/v1/sessions/{session}'],
  ['end all sessions', 'DELETE', '/api/v1/sessions'],
  ['mint an auth token', 'POST', '/api/v1/auth/token'],
]

test.each(attempts)('an API token cannot %s', async (_, method, template, json) => {
  const owner = { 'xc-auth': user.authToken }
  const path = template.replace('{token}', token.id).replace('{session}', otherSessionId)
  const before = await accountOf(call, owner)
  const presented: Headers[] = [
    { 'xc-token': token.token },
    { authorization: `Bearer ${token.token}` },
    { 'xc-token': token.token, 'xc-auth': user.authToken },
    { 'xc-token': token.token, cookie },
    { authorization: `Bearer ${token.token}`, cookie },
  ]
  for (const headers of presented) {
    expectProblem(
      await call(method, path, { headers, ...(json && { json }) }),
      403,
      'session_required',
    )
  }
  expect(await accountOf(call, owner)).toEqual(before)
})

test('after all those attempts the token, every session and the password work as before', async () => {
  const credentials: Headers[] = [
    { 'xc-token': token.token },
    { 'xc-auth': user.authToken },
    { cookie },
  ]
  for (const headers of credentials) expect(await whoIs(call, headers)).toBe(user.email)
  expect(await doesPasswordWork(call, user.email)).toBe(true)
})

test('an API token cannot become a browser session', async () => {
  const { sessions } = await accountOf(call, { 'xc-auth': user.authToken })
  expect(await tryToSignIn(call, { token: token.token })).toBeNull()
  expect((await accountOf(call, { 'xc-auth': user.authToken })).sessions).toEqual(sessions)
})
