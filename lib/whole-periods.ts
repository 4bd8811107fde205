import { setTimeout } from 'node:timers/promises'

export interface Clock {
  /** A monotonic time, in ms. */
  now: () => number
  sleep: (ms: number) => Promise<unknown>
}

const processClock: Clock = { now: () => performance.now(), sleep: (ms) => setTimeout(ms) }

/**
 * Runs work, and returns or throws what it does when a whole number of periods has passed since the
 * beginning. The time until then does not depend on what the work was, as long as it takes less
 * than one period.
 */
export async function inWholePeriods<T>(
  periodMs: number,
  work: () => Promise<T>,
  { now, sleep }: Clock = processClock,
): Promise<T> {
  const begunAt = now()
  try {
    return await work()
  } finally {
    const tookMs = now() - begunAt
    await sleep(Math.max(1, Math.ceil(tookMs / periodMs)) * periodMs - tookMs)
  }
}
