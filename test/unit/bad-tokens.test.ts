import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BadTokens, type Sent, type WriteSent } from '@/lib/limits/bad-tokens'
import { policies } from '@/lib/limits/policies'

const { quota, windowSeconds } = policies['bad-token']
const heldBack = quota / 20
const windowMs = windowSeconds * 1000

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Stands in for the database: it adds the counts up, and begins again when the window is over. */
function database() {
  const rows = new Map<string, { total: number; endsAt: number }>()
  const writes: Sent[][] = []
  const write: WriteSent = async (sent) => {
    writes.push(sent)
    return sent.map(({ address, count }) => {
      const old = rows.get(address)
      const row = old && old.endsAt > Date.now() ? old : { total: 0, endsAt: Date.now() + windowMs }
      row.total += count
      rows.set(address, row)
      return { total: row.total, msLeft: row.endsAt - Date.now() }
    })
  }
  return { write, writes }
}

function threads(number: number, write: WriteSent): BadTokens[] {
  return Array.from({ length: number }, () => {
    const counts = new BadTokens()
    counts.startWriting(write)
    return counts
  })
}

/** @returns the number of tokens that were let through */
const send = (counts: BadTokens | undefined, count: number, address = '203.0.113.9') =>
  Array.from({ length: count }, () => counts?.note(address)).filter((limit) => limit === null)
    .length

test('an address has so many in a window, and as many again in the next', () => {
  const [counts] = threads(1, database().write)
  expect(send(counts, quota + 500)).toBe(quota)
  expect(counts?.note('203.0.113.9')).toMatchObject({
    policy: 'bad-token',
    quota,
    retryAfterSeconds: windowSeconds,
  })
  expect(send(counts, 10, '203.0.113.8')).toBe(10)
  vi.advanceTimersByTime(windowMs)
  expect(send(counts, quota + 500)).toBe(quota)
})

test('all threads count together, and what is held back is little', async () => {
  const four = threads(4, database().write)
  let passed = 0
  for (let round = 0; round < 100; round += 1) {
    for (const counts of four) passed += send(counts, 25)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(passed).toBeLessThanOrEqual(quota + four.length * 10 * 25)
  for (const counts of four) expect(send(counts, 1)).toBe(0)
})

test('a new thread learns soon what the others know', async () => {
  const { write } = database()
  const [old] = threads(1, write)
  send(old, quota + 1)
  await vi.advanceTimersByTimeAsync(1_000)
  const [fresh] = threads(1, write)
  expect(send(fresh, heldBack)).toBe(heldBack)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(send(fresh, 1)).toBe(0)
})

test('few write nothing, and a flood writes seldom', async () => {
  const { write, writes } = database()
  const [counts] = threads(1, write)
  send(counts, heldBack - 1)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(writes).toEqual([])
  for (let second = 0; second < 30; second += 1) {
    send(counts, 10_000)
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(writes).toEqual([[{ address: '203.0.113.9', count: quota }]])
})

test('what could not be written is written later', async () => {
  const { write, writes } = database()
  let isAway = true
  const [counts] = threads(1, (sent) => (isAway ? Promise.reject(new Error('away')) : write(sent)))
  vi.spyOn(console, 'error').mockImplementation(() => {})
  send(counts, heldBack)
  await vi.advanceTimersByTimeAsync(1_000)
  isAway = false
  send(counts, 1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(writes).toEqual([[{ address: '203.0.113.9', count: heldBack + 1 }]])
})
