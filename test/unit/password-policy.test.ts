import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCommonPassword, passwordFault } from '@/lib/accounts/password-fault'
import { guessedWords, lengthFault } from '@/shared/password-policy'
import { anyCharacter } from '@/test/support/any-character'

const email = 'ada.lovelace@analytical.example'

test.each([
  'password',
  '12345678',
  'Password1',
  'QWERTYUIOP',
  'iloveyou',
  'motdepasse',
  'azertyuiop',
  'trustno1',
])('%s is among the most common, however it is written', async (text) =>
  expect(await isCommonPassword(text)).toBe(true),
)

test('the list holds at least three thousand that are long enough', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const long = dictionary['passwords-common']
    .map(String)
    .filter((text) => lengthFault(text) === null)
  expect(long.length).toBeGreaterThan(3_000)
  expect(await isCommonPassword(long[2_999] ?? '')).toBe(true)
})

test.each<[password: string, words: string[]]>([
  ['ada.lovelace@analytical.example', ['email']],
  ['ADA.LOVELACE', ['email']],
  ['adalovelace1!', ['email']],
  ['Lovelace2024', ['email']],
  ['analytical.example', ['email']],
  ['jeton-jeton', ['jeton']],
  ['Jeton123!', ['jeton']],
  ['ＪＥＴＯＮ１２３', ['jeton']],
  ['my-jeton', ['jeton']],
  ['Password123.', ['password']],
  ['p.a.s.s.w.o.r.d', ['password']],
  ['my-Token-42', ['token']],
  ['jeton/lovelace', ['email', 'jeton']],
  ['password-token', ['password', 'token']],
])('%s is what anybody would try first: %j', (text, words) =>
  expect(guessedWords(text, email)).toEqual(words),
)

test.each([
  'correct horse battery staple',
  'lovelace wrote the first program',
  'a jeton is a brass counter',
  '😀😀😀😀😀😀😀😀',
  '        ',
  'example!example',
])('%s is not, whatever words it holds', (text) => expect(guessedWords(text, email)).toEqual([]))

test('no word is found in a password that does not hold it in one piece', () => {
  expect(guessedWords('tojetonken', 'ada@example.com')).toEqual([])
  expect(guessedWords('comet!!!', 'ada@example.com')).toEqual([])
  expect(guessedWords('mnchen12', 'ada@xn--mnchen-3ya.de')).toEqual([])
})

test('an address is the same to the rules in each of its spellings', () => {
  for (const spelling of ['ada@münchen.de', 'ADA@MÜNCHEN.DE', 'ada@xn--mnchen-3ya.de'])
    expect(guessedWords('ada@xn--mnchen-3ya.de', spelling)).toEqual(['email'])
})

test.each([
  [
    'Password123.',
    'Without “password”, fewer than 5 letters or digits are left. Choose another password.',
  ],
  [
    'jeton/token',
    'Without “jeton” and “token”, fewer than 5 letters or digits are left. Choose another password.',
  ],
  [
    'lovelace-1843',
    'Without the email address or parts of it, fewer than 5 letters or digits are left. Choose another password.',
  ],
  ['iloveyou', 'This is one of the most common passwords. Choose another.'],
  ['a long passphrase of my own', null],
])('the refusal of %s tells its reason', async (text, reason) =>
  expect(await passwordFault(text, email)).toBe(reason),
)

test('rules look at the spelling that is hashed: letters count once, however they are written', async () => {
  const accented = 'é'.repeat(7)
  for (const form of ['NFC', 'NFD']) expect(lengthFault(accented.normalize(form))).toBe('tooShort')
  expect(lengthFault(`${accented}\u00a0`)).toBeNull()
  expect(lengthFault('é'.repeat(1_024).normalize('NFD'))).toBeNull()
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const spaced = dictionary['passwords-common']
    .map(String)
    .find((text) => /^\w{4,} \w{4,}$/.test(text))
  if (spaced) expect(await isCommonPassword(spaced.replace(' ', '\u00a0'))).toBe(true)
})

test('no password and no address make the rules fail', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: anyCharacter }),
      fc.string({ unit: anyCharacter }),
      (text, address) => {
        expect(Array.isArray(guessedWords(text, address))).toBe(true)
      },
    ),
  )
})
