import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCommonPassword } from '@/lib/auth/common-passwords'
import { isGuessable, lengthFault } from '@/lib/password-rules'

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
  const long = dictionary['passwords-common'].map(String).filter((text) => lengthFault(text) === null)
  expect(long.length).toBeGreaterThan(3_000)
  expect(await isCommonPassword(long[2_999] ?? '')).toBe(true)
})

test.each([
  'ada.lovelace@analytical.example',
  'ADA.LOVELACE',
  'adalovelace1!',
  'Lovelace2024',
  'analytical.example',
  'jeton-jeton',
  'Jeton123!',
  'ＪＥＴＯＮ１２３',
  'my-jeton',
])('%s is what anybody would try first', (text) => expect(isGuessable(text, email)).toBe(true))

test.each([
  'correct horse battery staple',
  'lovelace wrote the first program',
  'a jeton is a brass counter',
  '😀😀😀😀😀😀😀😀',
  '        ',
])('%s is not, whatever words it holds', (text) => expect(isGuessable(text, email)).toBe(false))

test('no password and no address make the rules fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, address) => {
      expect(typeof isGuessable(text, address)).toBe('boolean')
    }),
  )
})
