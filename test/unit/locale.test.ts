import { expect, test } from 'vitest'
import { pickLocale } from '@/lib/i18n/locale'

test.each([
  ['fr', 'fr'],
  ['fr-CA', 'fr'],
  ['FR-ca;q=0.3', 'fr'],
  ['de, fr;q=0.5, en;q=0.4', 'fr'],
  ['en-GB, fr;q=0.9, en;q=0.8', 'en'],
  ['en;q=0.2, fr;q=0.7', 'fr'],
  ['fr;q=0, en;q=0.1', 'en'],
  ['fr;q=0', 'en'],
  ['*', 'en'],
  ['de', 'en'],
  ['fr;q=high, en', 'en'],
  [',;,', 'en'],
  ['', 'en'],
  [null, 'en'],
])('Accept-Language %j is answered in %s', (acceptLanguage, language) => {
  expect(pickLocale({ acceptLanguage })).toBe(language)
})

test("a visitor's setting comes before their cookie, and the cookie before the browser", () => {
  expect(pickLocale({ chosen: 'fr', cookie: 'en', acceptLanguage: 'en' })).toBe('fr')
  expect(pickLocale({ chosen: null, cookie: 'fr', acceptLanguage: 'en' })).toBe('fr')
  expect(pickLocale({ cookie: 'de', acceptLanguage: 'fr' })).toBe('fr')
})
