import { expect, test } from 'vitest'
import { parseDuration } from '@/lib/config/duration'

test.each([
  ['1s', 1],
  ['90m', 5400],
  ['10h', 36_000],
  ['10 hours', 36_000],
  ['2 days', 172_800],
  ['1 Day', 86_400],
  ['1w', 604_800],
  [' 15min ', 900],
])('%j is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds)
})

test.each([
  '10',
  '',
  'soon',
  '-1h',
  '1.5h',
  '1h30m',
  'h',
  '1 fortnight',
  '1e3s',
  '٣h',
  '9999999999h',
])('%j is not a duration', (text) => {
  expect(parseDuration(text)).toBeNull()
})

test('zero is a duration, for others to refuse', () => {
  expect(parseDuration('0s')).toBe(0)
})
