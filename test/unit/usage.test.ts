import { setTimeout } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { UseBatch } from '@/lib/db/write-usage'
import { TokenUses, Usage } from '@/verifier/usage'

/* Every use is written once, regardless of who requests the write and when. */

const use = (id: string, of: UseBatch['of'] = 'api_token') => ({
  of,
  id,
  at: 0,
  count: 0,
})
const countsOf = (batches: UseBatch[]) => {
  const counts: Record<string, number> = {}
  for (const { uses } of batches)
    for (const { id, count } of uses) counts[id] = (counts[id] ?? 0) + count
  return counts
}

test('a flush waits for the one that is under way', async () => {
  const written: UseBatch[] = []
  const stamps = new Usage()
  for (let i = 0; i < 1_200; i += 1) stamps.record(use(`${i}`), new Date())
  stamps.startWriting(async (batch) => {
    await setTimeout(5)
    written.push(batch)
  })
  void stamps.flush()
  await stamps.flush()
  expect(Object.keys(countsOf(written))).toHaveLength(1_200)
  expect(Math.max(...written.map(({ uses }) => uses.length))).toBeLessThanOrEqual(500)
})

test('what could not be written is written later, together with what came since', async () => {
  const written: UseBatch[] = []
  let isAway = true
  const stamps = new Usage()
  stamps.startWriting(async (batch) => {
    if (isAway) throw new Error('away')
    written.push(batch)
  })
  const one = use('one')
  stamps.record(one, new Date(2_000))
  stamps.record(one, new Date(3_000))
  await expect(stamps.flush()).rejects.toThrow('away')
  stamps.record(one, new Date(1_000))
  stamps.record(use('two'), new Date(1_000))
  isAway = false
  await stamps.flush()
  expect(countsOf(written)).toEqual({ one: 3, two: 1 })
  expect(written[0]?.uses.find(({ id }) => id === 'one')?.at).toEqual(new Date(3_000))
})

test('the first use of a token is written soon, though its user has been busy in the browser; the next ones wait', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  try {
    const written: UseBatch[] = []
    const stamps = new Usage()
    stamps.startWriting(async (batch) => void written.push(batch))
    const token = use('token')
    stamps.record(use('browser', 'session'), new Date())
    await vi.advanceTimersByTimeAsync(1_000)
    stamps.record(token, new Date())
    await vi.advanceTimersByTimeAsync(1_000)
    expect(countsOf(written)).toEqual({ browser: 1, token: 1 })
    stamps.record(token, new Date())
    await vi.advanceTimersByTimeAsync(28_000)
    expect(countsOf(written)).toEqual({ browser: 1, token: 1 })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(countsOf(written)).toEqual({ browser: 1, token: 2 })
  } finally {
    vi.useRealTimers()
  }
})

test('uses are written down also when somebody has set the clock back', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  try {
    const written: UseBatch[] = []
    const stamps = new Usage()
    stamps.startWriting(async (batch) => void written.push(batch))
    const token = use('token')
    stamps.record(token, new Date())
    await vi.advanceTimersByTimeAsync(1_000)
    vi.setSystemTime(Date.now() - 3_600_000)
    stamps.record(token, new Date())
    await vi.advanceTimersByTimeAsync(30_000)
    expect(countsOf(written)).toEqual({ token: 2 })
  } finally {
    vi.useRealTimers()
  }
})

test('uses at services are in memory until they are written, and counted again afterwards', async () => {
  const written: UseBatch[] = []
  const stamps = new Usage()
  stamps.startWriting(async (batch) => void written.push(batch))
  const credential = {
    kind: 'api_token' as const,
    tokenId: 'token',
    tokenName: '',
    issuedAt: new Date(0),
    endsAt: null,
    previousSecret: null,
    services: null,
  }
  const uses = new TokenUses({ subject: { id: '', email: '', displayName: '' }, credential })
  const first = uses.at('wiki')
  for (let i = 0; i < 3; i += 1) stamps.recordVerification(uses, 'wiki', new Date())
  expect(uses.at('wiki')).toBe(first)
  await stamps.flush()
  expect(uses.at('wiki')).not.toBe(first)
  stamps.recordVerification(uses, 'wiki', new Date())
  stamps.recordVerification(uses, null, new Date())
  await stamps.flush()
  expect(countsOf(written)).toEqual({ 'token wiki': 4, wiki: 4, 'token ': 1 })
})
