import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emailAddress, newEmailAddress } from '@/lib/accounts/email'
import { spellEmail } from '@/shared/email-spelling'

const letters = (count: number) => 'a'.repeat(count)

test.each([
  ['Ada.Lovelace@Example.COM', 'ada.lovelace@example.com'],
  ['\t ada@example.com\n', 'ada@example.com'],
  ['r&d@example.com', 'r&d@example.com'],
  ["!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"],
  ['.ada..lovelace.@example.com', '.ada..lovelace.@example.com'],
  ['ada@intranet', 'ada@intranet'],
  ['ada@127.0.0.1', 'ada@127.0.0.1'],
  [`ada@${letters(63)}.example`, `ada@${letters(63)}.example`],
  ['josé@example.com', 'josé@example.com'],
  ['JOSE\u0301@example.com', 'josé@example.com'],
  ['иван@example.com', 'иван@example.com'],
  ['用户@example.com', '用户@example.com'],
  ['ivan@xn--e1afmkfd.xn--p1ai', 'ivan@xn--e1afmkfd.xn--p1ai'],
  ['ivan@пример.рф', 'ivan@xn--e1afmkfd.xn--p1ai'],
  ['ivan@ПРИМЕР.РФ', 'ivan@xn--e1afmkfd.xn--p1ai'],
  ['ada@münchen.de', 'ada@xn--mnchen-3ya.de'],
  ['ada@mu\u0308nchen.de', 'ada@xn--mnchen-3ya.de'],
  ['ada@XN--MNCHEN-3YA.de', 'ada@xn--mnchen-3ya.de'],
  ['ada@münchen。de', 'ada@xn--mnchen-3ya.de'],
  ['ada@ｅｘａｍｐｌｅ.com', 'ada@example.com'],
])('%j is %s', (text, email) => {
  expect(spellEmail(text)).toBe(email)
  expect(emailAddress.parse(text)).toBe(email)
})

test.each([
  'ada',
  '@example.com',
  'ada@',
  'ada@b@example.com',
  'ada＠example.com',
  'a da@example.com',
  'a\u00a0da@example.com',
  'ada@exa mple.com',
  'ada\u0000@example.com',
  'ada\u0085x@example.com',
  'ada@exa\u0000mple.com',
  'ada@é\u0000.com',
  'ada\r\nBcc: x@example.com',
  'ada@-example.com',
  'ada@example-.com',
  'ada@example..com',
  'ada@example.com.',
  'ada@münchen.de.',
  'ada@exa_mple.com',
  'ada@[127.0.0.1]',
  'ada@münchen.de:80',
  'ada@münchen.de/x',
  'ada@m%C3%BCnchen.de',
  'ada@ü%41.de',
  'ada@１２７.１',
  `ada@${letters(64)}.com`,
  `ada@ü.${'ü'.repeat(64)}`,
  '"ada lovelace"@example.com',
  '<ada@example.com>',
  // Another encoding of a letter, or an invisible character, would make another account that
  // appears to be the same.
  'ａda@example.com',
  'ﬁona@example.com',
  'a\u200dda@example.com',
  'ada\ufe0f@example.com',
  '\u3164@example.com',
  'a\u202eda@example.com',
  // Letters that lower case or a normal form turns into ASCII: another mailbox would be this one.
  '\u212aen@example.com',
  'ada\u1fef@example.com',
  'a\ud800da@example.com',
])('%j is no address', (text) => {
  expect(spellEmail(text)).toBeNull()
  expect(emailAddress.safeParse(text).error?.issues[0]?.message).toMatch(
    /^Give an email address, such as/,
  )
})

test('an address of more than 254 bytes is told so, in either way of counting', () => {
  const fault = (text: string) => emailAddress.safeParse(text).error?.issues[0]?.message
  expect(fault(`${letters(242)}@example.com`)).toBeUndefined()
  expect(fault(`${letters(243)}@example.com`)).toBe('Use at most 254 characters.')
  expect(fault(`${'é'.repeat(122)}@example.com`)).toMatch(/^Use at most 254 bytes: /)
})

test.each(['ada@machine.invalid', 'ada@MACHINE.INVALID', 'ada@machine。invalid', 'ada@invalid'])(
  '%j is no new address, as one of a machine could be',
  (text) => {
    expect(newEmailAddress.safeParse(text).error?.issues[0]?.message).toMatch(/at \.invalid\.$/)
    expect(emailAddress.safeParse(text).success).toBe(true)
  },
)

test('a letter beyond ASCII becomes none of ASCII in a local part', () => {
  for (let code = 0x80; code <= 0x10ffff; code += 1) {
    const letter = String.fromCodePoint(code)
    if (!/^[ -~]+$/.test(letter.normalize('NFKC').toLowerCase())) continue
    const email = spellEmail(`${letter}@example.com`)
    if (email !== null && /^[ -~]+@/.test(email)) expect(letter).toBe('beyond ASCII')
  }
})

test.each(['ada@invalid.example', 'invalid@example.com', 'ada@notinvalid'])(
  '%j is a new address',
  (text) => expect(newEmailAddress.parse(text)).toBe(text),
)

test('every address has one spelling, which is its own', () => {
  const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  const address = fc.oneof(
    fc.emailAddress(),
    fc
      .tuple(part, part, fc.constantFrom('de', 'рф', 'É'))
      .map(([name, host, last]) => `${name}@${host}.${last}`),
  )
  fc.assert(
    fc.property(address, (text) => {
      const email = spellEmail(text)
      if (email === null) return
      expect(spellEmail(email)).toBe(email)
      expect(spellEmail(text.normalize('NFD'))).toBe(email)
      expect(email).toMatch(/^[^@]+@[a-z0-9.-]+$/)
    }),
    { numRuns: 2_000 },
  )
})
