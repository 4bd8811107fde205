import { expect, test } from 'vitest'
import type { Answer } from '@/test/support/client'
import { findBreach } from '@/test/support/contract'

/* Tests of the check against the OpenAPI document: each of these answers is a breach. */

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const text = body === undefined ? '' : JSON.stringify(body)
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  const described = { 'content-type': type, 'cache-control': 'no-store', ...headers }
  return { status, headers: new Headers(described), text, body }
}

const id = crypto.randomUUID()
const me = {
  id,
  email: 'a@b.c',
  display_name: '',
  roles: { user: true },
  groups: [],
  language: null,
  theme: 'system',
}
const missing = {
  type: 'about:blank',
  title: 't',
  status: 401,
  detail: 'd',
  code: 'credential_missing',
  msg: 'd',
}
const challenge = { 'www-authenticate': 'Bearer realm="jeton"' }
const breachOf = (given: Answer, { method = 'GET', path = '/api/v1/auth/user/me' } = {}) =>
  findBreach(method, path, given)

test('what is documented is no breach', () => {
  expect(breachOf(answer(200, me))).toBeNull()
  expect(breachOf(answer(401, missing, challenge))).toBeNull()
  expect(breachOf(answer(200, undefined), { method: 'HEAD' })).toBeNull()
})

test.each([
  ['a status', answer(418, me), '418 is not documented'],
  ['another status that has no body', answer(201, me), '201 is not documented'],
  [
    'a field more',
    answer(200, { ...me, password_hash: 'x' }),
    'must NOT have additional properties',
  ],
  ['a field less', answer(200, { ...me, theme: undefined }), 'theme'],
  ['a field of another type', answer(200, { ...me, id: 1 }), 'id must be string'],
  ['a role', answer(200, { ...me, roles: { user: true, admin: true } }), 'roles'],
  [
    'an answer that a cache may keep',
    answer(200, me, { 'cache-control': 'public' }),
    'Cache-Control',
  ],
  ['a cookie', answer(200, me, { 'set-cookie': 'a=b' }), 'set-cookie is not documented'],
  [
    'another content type',
    answer(200, me, { 'content-type': 'text/html' }),
    'text/html is not documented',
  ],
  ['a 401 that asks for nothing', answer(401, missing), 'WWW-Authenticate is missing'],
  ['a code of another status', answer(401, { ...missing, code: 'not_found' }, challenge), 'code'],
  [
    'a code of another endpoint',
    answer(403, { ...missing, status: 403, code: 'signup_closed' }),
    'code',
  ],
  [
    'a body that tells another status',
    answer(401, { ...missing, status: 400 }, challenge),
    'status',
  ],
])('%s that is not documented is a breach', (_, given, reason) => {
  expect(breachOf(given)).toContain(reason)
})

test('an address that is not documented is nothing but 404, a method that is not, 405', () => {
  expect(breachOf(answer(200, me), { path: '/api/v1/more' })).toBe('200 is not documented')
  expect(breachOf(answer(200, me), { method: 'PUT' })).toBe('200 is not documented')
  expect(breachOf(answer(204, undefined, { allow: 'GET' }), { method: 'OPTIONS' })).toContain(
    'Allow is not',
  )
})
