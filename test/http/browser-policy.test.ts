import { beforeAll, expect, test } from 'vitest'
import { signInAsBrowser } from '@/test/support/browser'
import { type Answer, clientOf, createToken, signUp } from '@/test/support/client'
import { sendRaw } from '@/test/support/raw'
import { sharedServer } from '@/test/support/shared-server'

/*
 * The policy headers that browsers receive over http. e2e/policy.spec.ts shows that browsers obey
 * them.
 */

const server = sharedServer()
const call = clientOf(server.address)
let email: string
let authToken: string
let cookie: string

beforeAll(async () => {
  ;({ email, authToken } = await signUp(call))
  ;({ cookie } = await signInAsBrowser(call, email))
})

function directives({ headers }: Answer): Map<string, string[]> {
  const parts = (headers.get('content-security-policy') ?? '')
    .split('; ')
    .map((part) => part.split(' '))
  return new Map(parts.map(([name = '', ...sources]) => [name, sources]))
}

function expectClosed(answer: Answer): void {
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(answer.headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/)
  for (const name of ['default-src', 'object-src', 'base-uri', 'frame-ancestors']) {
    expect(directives(answer).get(name), name).toEqual(["'none'"])
  }
  expect(answer.headers.get('content-security-policy')).not.toMatch(/unsafe|\*|https?:|data:/)
}

const pages = [
  '/',
  '/sign-in',
  '/sign-up',
  '/account/tokens',
  '/account/profile',
  '/account/sessions',
  '/nothing',
]

test.each(pages)(
  '%s: its scripts carry a nonce of their own, and it may do little else',
  async (path) => {
    const nonces = new Set<string>()
    for (const headers of [{}, { cookie }, { cookie, rsc: '1' }] as Record<string, string>[]) {
      const answer = await call('GET', path, { headers })
      expectClosed(answer)
      expect(answer.headers.get('cache-control')).toContain('no-store')
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(answer.headers.get('permissions-policy')).toContain('camera=()')
      const nonce =
        /^'nonce-([\w+/]{22}==)'$/.exec(directives(answer).get('script-src')?.[1] ?? '')?.[1] ?? ''
      expect(nonce).not.toBe('')
      nonces.add(nonce)
      const scripts = answer.text.match(/<script\b[^>]*>/g) ?? []
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
      expect(answer.text).not.toMatch(/<[^>]+ (style|on\w+)="|<style/)
    }
    expect(nonces.size).toBe(3)
  },
)

test('a nonce that the request names is not taken', async () => {
  const policy = "script-src 'nonce-Y2hvc2VuIGJ5IG1lISEhIQ=='"
  for (const name of ['Content-Security-Policy', 'content-security-policy-report-only']) {
    const { status, text } = await sendRaw(server.address, {
      path: '/sign-in',
      headers: [[name, policy]],
    })
    expect(status).toBe(200)
    expect(text).not.toContain('Y2hvc2VuIGJ5IG1lISEhIQ')
  }
})

test('answers of the API are data: no browser shows them as anything else, or keeps them', async () => {
  const headers = { 'xc-auth': authToken }
  const paths = ['auth/user/me', 'tokens', 'sessions', 'nothing', 'verify%2f']
  for (const path of [
    ...paths.map((name) => `/api/v1/${name}`),
    '/api/health',
    '/api/auth/csrf',
    '/api/%zz',
  ]) {
    const answer = await call('GET', path, { headers })
    expectClosed(answer)
    expect(answer.headers.get('cache-control')).toContain('no-store')
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('strict-transport-security')).toBeNull()
    expect([...directives(answer).values()].flat().every((source) => source === "'none'")).toBe(
      true,
    )
  }
})

test("the build's files are closed too, and may be kept for ever", async () => {
  const { text } = await call('GET', '/sign-in')
  const files = [...text.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+)"/g)].map(
    ([, path]) => path as string,
  )
  expect(files.length).toBeGreaterThan(2)
  for (const path of new Set(files)) {
    const answer = await call('GET', path)
    expect(answer.status).toBe(200)
    expectClosed(answer)
    expect(answer.headers.get('cache-control')).toContain('immutable')
  }
})

test('verification says nothing to browsers that another host would have to mean: it is passed on', async () => {
  const { token } = await createToken(call, authToken)
  const accepted = await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })
  const refused = await call('GET', '/api/v1/verify')
  expect([accepted.status, refused.status]).toEqual([200, 401])
  for (const { headers } of [accepted, refused]) {
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('clear-site-data')).toBeNull()
  }
  expect(refused.headers.get('x-content-type-options')).toBe('nosniff')
})

test('log out of a browser clears what its pages have stored, waits for no cache, and takes no cookie but the session’s', async () => {
  const { cookie, csrfToken } = await signInAsBrowser(call, email)
  const out = await call('POST', '/api/v1/auth/user/signout', { headers: { cookie } })
  expect(out.headers.get('clear-site-data')).toBe('"storage"')
  const program = await call('POST', '/api/v1/auth/user/signout', {
    headers: { 'xc-auth': authToken },
  })
  expect(program.status).toBe(200)
  expect(program.headers.get('clear-site-data')).toBeNull()

  const again = await signInAsBrowser(call, email)
  const submit = (headers: Record<string, string>, token: string) =>
    call('POST', '/api/auth/signout', {
      headers,
      body: new URLSearchParams({ csrfToken: token, json: 'true' }),
    })
  const refused = await submit({ cookie: again.cookie }, csrfToken)
  expect(refused.headers.get('clear-site-data')).toBeNull()
  const form = await submit({ cookie: again.cookie }, again.csrfToken)
  expect(form.headers.get('clear-site-data')).toBe('"storage"')
})
