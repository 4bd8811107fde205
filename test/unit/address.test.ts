import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizeTarget } from '@/lib/http/address'

test.each([
  ['/api/v1/tokens', '/api/v1/tokens'],
  ['/api/v1/tokens?a=/../b', '/api/v1/tokens?a=/../b'],
  ['/./_global-error', '/_global-error'],
  ['/%5fglobal-error', '/_global-error'],
  ['/a/%2e%2e/b', '/b'],
  ['/a/../../b?x=%41', '/b?x=%41'],
  ['/%61pi/v1', '/api/v1'],
  ['/a%2Fb', '/a%2Fb'],
  ['/%', '/%'],
  ['//host/x', '//host/x'],
  ['http://host/a/./b', '/a/b'],
  ['http://host', 'http://host'],
  ['*', '*'],
  ['', ''],
])('%s is %s', (target, expected) => {
  expect(normalizeTarget(target)).toBe(expected)
})

test('what is normalised stays as it is', () => {
  const piece = fc.constantFrom(
    '/',
    '.',
    '..',
    'a',
    'api',
    '%2e',
    '%2f',
    '%5f',
    '%41',
    '%',
    '?',
    '\\',
    'x'.repeat(500),
    '~',
    '-',
    ';',
    'é',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const once = normalizeTarget(`/${pieces.join('')}`)
      expect(normalizeTarget(once)).toBe(once)
    }),
  )
})

test('a long address takes no longer than its length: no expression backtracks', () => {
  for (const long of [
    'a'.repeat(16_000),
    'a/'.repeat(8_000),
    'a.'.repeat(8_000),
    '/.'.repeat(8_000),
  ])
    for (const end of ['', '!', '%', '%zz', '\\', '?'])
      expect(normalizeTarget(`/${long}${end}`)).toBeTypeOf('string')
})
