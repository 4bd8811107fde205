import { expect, test } from 'vitest'
import { isProvenSameOrigin, isSameOrigin, safeNextPath } from '@/lib/http/same-origin'

const sameOrigin = (headers: Record<string, string>, publicUrl?: string) =>
  isSameOrigin(new Headers({ host: 'tokens.example.com', ...headers }), publicUrl)

test.each([
  { 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'none' },
  { origin: 'https://tokens.example.com' },
  { origin: 'http://tokens.example.com' },
  {},
])('%j comes from here', (headers) => {
  expect(sameOrigin(headers as Record<string, string>)).toBe(true)
})

test.each([
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://tokens.example.com' },
  { 'sec-fetch-site': '' },
  { origin: 'https://evil.example' },
  { origin: 'https://tokens.example.com.evil.example' },
  { origin: 'https://tokens.example.com:8443' },
  { origin: 'tauri://tokens.example.com' },
  { origin: 'chrome-extension://tokens.example.com' },
  { origin: 'null' },
  { origin: '' },
])('%j does not', (headers) => {
  expect(sameOrigin(headers as Record<string, string>)).toBe(false)
})

test('where the public address is https, the same host on plain http is another site', () => {
  const sent = (origin: string) => sameOrigin({ origin }, 'https://tokens.example.com')
  expect([sent('https://tokens.example.com'), sent('http://tokens.example.com')]).toEqual([
    true,
    false,
  ])
})

test('behind a proxy that rewrites the host, the public address counts', () => {
  const headers = { host: '127.0.0.1:3000', origin: 'https://tokens.example.com' }
  expect(sameOrigin(headers, 'https://tokens.example.com')).toBe(true)
  expect(sameOrigin(headers)).toBe(false)
})

const proven = (headers: Record<string, string>, publicUrl?: string) =>
  isProvenSameOrigin(new Headers({ host: 'tokens.example.com', ...headers }), publicUrl)

test('where the browser has to prove it, a request that says nothing does not come from here', () => {
  expect(proven({ 'sec-fetch-site': 'same-origin' })).toBe(true)
  expect(proven({ origin: 'http://tokens.example.com' })).toBe(true)
  expect(proven({ referer: 'http://tokens.example.com/account/tokens?x=1' })).toBe(true)
  expect(proven({})).toBe(false)
})

test.each<Record<string, string>>([
  { 'sec-fetch-site': 'cross-site', referer: 'http://tokens.example.com/' },
  { origin: 'https://evil.example', referer: 'http://tokens.example.com/' },
  { origin: 'null', referer: 'http://tokens.example.com/' },
  { referer: 'https://evil.example/?http://tokens.example.com/' },
  { referer: 'http://tokens.example.com@evil.example/' },
  { referer: 'http://tokens.example.com:8443/' },
  { referer: 'tokens.example.com' },
  { referer: 'about:blank' },
  { referer: '' },
])('%j proves nothing', (headers) => {
  expect(proven(headers)).toBe(false)
})

test('where the public address is https, a page on plain http proves nothing', () => {
  const url = 'https://tokens.example.com'
  expect(proven({ referer: `${url}/account` }, url)).toBe(true)
  expect(proven({ referer: 'http://tokens.example.com/account' }, url)).toBe(false)
})

test.each(['/', '/account/tokens', '/people?query=a/b//c', '/reference#tag/tokens'])(
  '%j is a page to continue to',
  (path) => {
    expect(safeNextPath(path)).toBe(path)
  },
)

test('characters that a header cannot have are escaped', () => {
  expect(safeNextPath('/é €')).toBe('/%C3%A9%20%E2%82%AC')
})

test.each([
  '//evil.example',
  'https://evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  'javascript:document.title="owned"',
  'account/tokens',
  '',
  undefined,
  ['/account/tokens', '//evil.example'],
])('%j leads to the home page instead', (next) => {
  expect(safeNextPath(next)).toBe('/')
})
