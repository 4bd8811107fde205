import { expect, test } from 'vitest'
import {
  codesPerUser,
  digestRecoveryCode,
  makeRecoveryCodes,
} from '@/lib/second-factor/recovery-code'
import { codeAt, keyUri, stepAt, stepOf, toBase32 } from '@/lib/second-factor/totp'

const secret = Buffer.from('12345678901234567890')

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code at %i seconds is that of RFC 6238, appendix B', (seconds, code) => {
  expect(codeAt(secret, stepAt(new Date(seconds * 1000)))).toBe(code)
})

test('a code is accepted one step early and one step late, and no more', () => {
  const now = new Date(1_700_000_000_000)
  const step = stepAt(now)
  const found = [-2, -1, 0, 1, 2].map((steps) => stepOf(secret, codeAt(secret, step + steps), now))
  expect(found).toEqual([null, step - 1, step, step + 1, null])
})

test.each(['', '12345', '1234567', 'abcdef', '２８７０８２'])('%j is no code', (text) => {
  expect(stepOf(secret, text, new Date(59_000))).toBeNull()
})

test.each([
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base32 of %j is that of RFC 4648, section 10', (text, encoded) => {
  expect(toBase32(Buffer.from(text))).toBe(encoded)
})

test('the address for the QR code survives every character of an email address', () => {
  const uri = new URL(keyUri('MZXW6', { issuer: 'Jeton', account: 'a+b&c?d@example.com' }))
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
    'otpauth:',
    'totp',
    '/Jeton:a+b&c?d@example.com',
  ])
  expect(Object.fromEntries(uri.searchParams)).toEqual({ secret: 'MZXW6', issuer: 'Jeton' })
})

test('recovery codes have 80 random bits, and one digest in every spelling', () => {
  let drawn = 0
  const codes = makeRecoveryCodes((size) => {
    drawn += size
    return Buffer.alloc(size, drawn)
  })
  expect([codes.length, drawn, new Set(codes).size]).toEqual([codesPerUser, 100, codesPerUser])
  const [code = ''] = codes
  expect(code).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/)
  const spellings = [
    code,
    code.toUpperCase(),
    code.replaceAll('-', ''),
    ` ${code.replaceAll('-', ' ')}`,
  ]
  expect(new Set(spellings.map(digestRecoveryCode)).size).toBe(1)
})
