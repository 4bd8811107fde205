import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookiesOf, signInAsBrowser } from '@/test/support/browser'
import { type Call, clientOf, createToken, password, signUp } from '@/test/support/client'
import { ownCookieName } from '@/test/support/own-cookie'
import { expectProblem } from '@/test/support/problem'
import { refresh, refreshCookieOf, refreshLine } from '@/test/support/refresh'
import { freePort, type Server, startServer } from '@/test/support/server'

/* Behind a proxy that terminates TLS. */

const publicUrl = 'https://tokens.example.com'

let server: Server
let call: Call
let email: string
let authToken: string

beforeAll(async () => {
  const port = await freePort()
  server = await startServer({ NEXTAUTH_URL: publicUrl, PORT: String(port) })
  call = clientOf(`http://127.0.0.1:${port}`)
  ;({ email, authToken } = await signUp(call))
})
afterAll(() => server.stop())

test('on https the cookie never travels in the clear, and no other host can set it', async () => {
  const { cookie, setCookie } = await signInAsBrowser(call, email)
  expect(setCookie).toMatch(new RegExp(`^__Host-${ownCookieName('session')}=`))
  const flags = setCookie.split('; ').slice(1)
  expect(flags).toEqual(
    expect.arrayContaining([
      'Path=/',
      'HttpOnly',
      expect.stringMatching(/^SameSite=Lax$/i),
      'Secure',
    ]),
  )
  expect(setCookie).not.toMatch(/domain=/i)
  expect((await call('GET', '/api/v1/auth/user/me', { headers: { cookie } })).body.email).toBe(
    email,
  )
})

test('the OpenAPI document names the public address, whatever the host that it was asked at', async () => {
  const { body } = await call('GET', '/api/v1/openapi.json')
  expect(body.servers).toMatchObject([{ url: publicUrl }])
})

test('on https the cookie of an http server is not looked at', async () => {
  const { sessionCookie } = await signInAsBrowser(call, email)
  const cookie = sessionCookie.replace('__Host-', '')
  const answer = await call('GET', '/api/v1/auth/user/me', { headers: { cookie } })
  expectProblem(answer, 401, 'credential_missing')
})

const refreshLinePattern = new RegExp(`^__Host-${ownCookieName('refresh')}=.*; Secure`)

test('the same holds for the refresh cookie', async () => {
  const answer = await call('POST', '/api/v1/auth/user/signin', { json: { email, password } })
  expect(refreshLine(answer)).toMatch(refreshLinePattern)
  const cookie = refreshCookieOf(answer) ?? ''
  expectProblem(await refresh(call, cookie.replace('__Host-', '')), 401, 'credential_missing')
  const refreshed = await refresh(call, cookie, { origin: publicUrl })
  expect(refreshed.status).toBe(200)
  expect(refreshLine(refreshed)).toMatch(refreshLinePattern)
})

test('log out clears the cookie with the flags that it was set with', async () => {
  const { cookie } = await signInAsBrowser(call, email)
  const answer = await call('POST', '/api/v1/auth/user/signout', {
    headers: { cookie, origin: publicUrl },
  })
  expect(cookiesOf(answer)).toEqual([
    expect.stringMatching(new RegExp(`^__Host-${ownCookieName('session')}=; .*Max-Age=0.*Secure`)),
  ])
  expect((await call('GET', '/api/v1/auth/user/me', { headers: { cookie } })).status).toBe(401)
})

test('on https every cookie is kept to https, to this host and from scripts', async () => {
  const { cookie } = await signInAsBrowser(call, email)
  const answers = [
    await call('GET', '/api/auth/csrf'),
    await call('GET', '/api/auth/session', { headers: { cookie } }),
    await call('PATCH', '/api/v1/user/profile', {
      headers: { cookie, origin: publicUrl },
      json: { language: 'fr', theme: 'dark' },
    }),
    await call('PATCH', '/api/v1/user/profile', {
      headers: { cookie, origin: publicUrl },
      json: { language: null },
    }),
  ]
  const lines = answers.flatMap(cookiesOf)
  const names = new Set(lines.map((line) => line.split('=')[0]?.replace(/-[0-9a-f]{8}\./, '-TAG.')))
  expect([...names].sort()).toEqual(
    ['callback-url', 'csrf', 'language', 'session', 'theme'].map(
      (name) => `__Host-jeton-TAG.${name}`,
    ),
  )
  for (const line of lines)
    expect(line).toMatch(/^(?!.*domain=)(?=.*; Secure)(?=.*; HttpOnly)(?=.*; Path=\/(;|$))/i)
})

test('language and theme, as this browser remembers them, are what a visitor sees', async () => {
  const cookie = '__Host-jeton.language=fr; __Host-jeton.theme=dark'
  const page = await call('GET', '/sign-in', { headers: { cookie } })
  expect(page.text).toContain('<html lang="fr" data-theme="dark"')
})

test('on https, and there alone, browsers are told to come by nothing else for two years', async () => {
  for (const path of ['/sign-in', '/api/health', '/api/v1/nothing', '/icon.svg']) {
    const { headers } = await call('GET', path)
    expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains')
  }
})

test('the address that people type is our origin, whatever name the proxy passes on', async () => {
  const { cookie } = await signInAsBrowser(call, email)
  const { id } = await createToken(call, authToken)
  const remove = (origin: string) =>
    call('DELETE', `/api/v1/tokens/${id}`, { headers: { cookie, origin } })
  for (const origin of [
    'https://evil.example',
    `${publicUrl}.evil.example`,
    `${publicUrl}:444`,
    'http://tokens.example.com',
  ]) {
    expectProblem(await remove(origin), 403, 'cross_origin')
  }
  expect((await remove(publicUrl)).status).toBe(200)
})
