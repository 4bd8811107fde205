import { expect, test } from 'vitest'
import { type Clock, inWholePeriods } from '@/lib/whole-periods'

/** A clock that only the work and the wait move. */
function frozenClock() {
  let time = 1_000
  const clock: Clock = {
    now: () => time,
    sleep: async (ms) => {
      time += ms
    },
  }
  return { clock, pass: (ms: number) => void clock.sleep(ms), passed: () => time - 1_000 }
}

test.each([
  [0, 250],
  [1, 250],
  [249, 250],
  [250, 250],
  [251, 500],
  [3_100, 3_250],
])('work of %i ms ends after %i ms', async (tookMs, endsAtMs) => {
  const { clock, pass, passed } = frozenClock()
  expect(await inWholePeriods(250, async () => pass(tookMs), clock)).toBeUndefined()
  expect(passed()).toBe(endsAtMs)
})

test('work that fails ends no earlier', async () => {
  const { clock, pass, passed } = frozenClock()
  const fail = async () => {
    pass(10)
    throw new Error('no database')
  }
  await expect(inWholePeriods(250, fail, clock)).rejects.toThrow('no database')
  expect(passed()).toBe(250)
})

test('returns what the work returns', async () => {
  expect(await inWholePeriods(250, async () => 'done', frozenClock().clock)).toBe('done')
})
