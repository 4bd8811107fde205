import { expect, test } from 'vitest'
import { isSameOrigin } from '@/lib/http/same-origin'

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
  expect([sent('https://tokens.example.com'), sent('http://tokens.example.com')]).toEqual([true, false])
})

test('behind a proxy that rewrites the host, the public address counts', () => {
  const headers = { host: '127.0.0.1:3000', origin: 'https://tokens.example.com' }
  expect(sameOrigin(headers, 'https://tokens.example.com')).toBe(true)
  expect(sameOrigin(headers)).toBe(false)
})
