import { describe, expect, test } from 'vitest'
import { accountOf } from '@/test/support/account'
import { signInAsBrowser } from '@/test/support/browser'
import { clientOf, password, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { refresh, refreshCookieOf } from '@/test/support/refresh'
import { sharedServer } from '@/test/support/shared-server'

/* The aliases of the endpoints under /api/v1/auth: the same handlers with the same checks. */

const { address } = sharedServer()
const call = clientOf(address)

const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
const newPassword = 'another long password'

describe.each(['/api/v1/auth', '/api/v2/auth', '/auth'])('%s', (prefix) => {
  test('signs up and in, says who it is, refreshes, mints, changes the password and signs out', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const post = (path: string, json: object, headers = {}) =>
      call('POST', prefix + path, { headers, json })
    expect((await post('/user/signup', { email, password })).status).toBe(200)
    const answer = await post('/user/signin', { email, password })
    const headers = { 'xc-auth': answer.body.token }
    expect((await call('GET', `${prefix}/user/me`, { headers })).body.email).toBe(email)
    const cookie = refreshCookieOf(answer) ?? ''
    const refreshed = await call('POST', `${prefix}/token/refresh`, { headers: { cookie } })
    // A cookie from one alias is valid at every other.
    expect((await refresh(call, refreshCookieOf(refreshed) ?? '')).status).toBe(200)
    expect((await call('POST', `${prefix}/token`, { headers })).status).toBe(200)
    const change = { currentPassword: password, newPassword }
    expect((await post('/password/change', change, headers)).status).toBe(200)
    expect((await post('/user/signout', {}, headers)).status).toBe(200)
    expectProblem(await call('GET', `${prefix}/user/me`, { headers }), 401, 'token_invalid')
  })

  test('a page of another site can make a browser do nothing here', async () => {
    const { cookie } = await signInAsBrowser(call, (await signUp(call)).email)
    const before = await accountOf(call, { cookie })
    for (const path of [
      '/user/signup',
      '/user/signin',
      '/user/signout',
      '/password/change',
      '/token',
      '/token/refresh',
    ]) {
      const body = new URLSearchParams({ email: 'mallory@example.com', password, newPassword })
      const answer = await call('POST', prefix + path, { headers: { cookie, ...evil }, body })
      expectProblem(answer, 403, 'cross_origin')
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect(await accountOf(call, { cookie })).toEqual(before)
  })

  test('what is not there, and a method that is not, are answered as everywhere', async () => {
    for (const path of ['', '/nope', '/user', '/user/me/x', '/[...nextauth]', '/csrf'])
      expectProblem(await call('GET', prefix + path), 404, 'not_found')
    const answer = await call('PUT', `${prefix}/user/me`)
    expectProblem(answer, 405, 'method_not_allowed')
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    const options = await call('OPTIONS', `${prefix}/password/change`)
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
  })
})

test('nothing else has another address', async () => {
  for (const path of [
    '/api/v2/tokens',
    '/tokens',
    '/api/v2/verify',
    '/api/v2/sessions',
    '/v1/auth/user/me',
  ])
    expect((await call('GET', path)).status).toBe(404)
})
