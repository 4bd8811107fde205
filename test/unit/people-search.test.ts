import { expect, test } from 'vitest'
import { isFound } from '@/lib/people/list-people'

test.each([
  ['', true],
  ['  ', true],
  ['ADA', true],
  ['ada example', true],
  ['elodie', true],
  ['ÉLODIE', true],
  ['İ', true],
  ['ada nobody', false],
  ['.*', false],
  ['_', false],
])('"%s" is found: %s', (query, found) => {
  expect(isFound(query, ['Élodie İpek', 'ada@example.com'])).toBe(found)
})
