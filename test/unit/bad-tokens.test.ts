import { expect, test } from 'vitest'
import { BadTokens } from '@/lib/limits/bad-tokens'
import { policies } from '@/lib/limits/policies'

const { quota, windowSeconds } = policies['bad-token']
const windowMs = windowSeconds * 1000
const address = '203.0.113.9'

/** @returns the number of tokens that were let through */
const send = (counts: BadTokens, count: number, now: number, from = address) =>
  Array.from({ length: count }, () => counts.note(from, now)).filter((limit) => limit === null)
    .length

test('an address has so many in a window, and as many again in the next', () => {
  const counts = new BadTokens()
  expect(send(counts, quota + 500, 0)).toBe(quota)
  expect(counts.note(address, windowMs / 2)).toEqual({
    policy: 'bad-token',
    quota,
    windowSeconds,
    retryAfterSeconds: windowSeconds / 2,
  })
  expect(send(counts, 10, 0, '203.0.113.8')).toBe(10)
  expect(counts.note(address, windowMs - 1)).not.toBeNull()
  expect(send(counts, quota + 500, windowMs)).toBe(quota)
})

test('the memory for addresses is limited', () => {
  const counts = new BadTokens()
  send(counts, quota + 1, 0)
  for (let i = 0; i < 10_000; i += 1) counts.note(`2001:db8::${i.toString(16)}`, 0)
  expect(counts.note(address, 0)).toBeNull()
})
