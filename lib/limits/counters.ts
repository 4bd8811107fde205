import { createHmac } from 'node:crypto'
import { RateLimiterPrisma, type RateLimiterRes } from 'rate-limiter-flexible'
import type { Keys } from '@/lib/config/derived-keys'
import { keys } from '@/lib/config/keyring'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Limit } from '@/lib/http/rate-limited'
import { type Count, limitOf, type PolicyName, policies } from '@/lib/limits/policies'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * The counts of rate limits, in the database: they survive a restart, and all instances share them.
 */

/** A count, and whether it was increased; a count beyond its limit is only read. */
export type Counted = Count & { isCounted: boolean }

/** The subject of a count, such as an account and an address. */
export type CountSubject = readonly string[]

/** Returns the stored key of a count: a digest that reveals no address and no account. */
export const keyOf = (subject: CountSubject, { limits }: Pick<Keys, 'limits'> = keys()) =>
  createHmac('sha256', limits).update(JSON.stringify(subject)).digest('base64url')

/**
 * Increases a count in one statement, so concurrent calls get distinct totals. A count beyond its
 * limit stays so until its window ends and is not written: a throttled request costs one read.
 */
export async function count(policy: PolicyName, subject: CountSubject): Promise<Counted> {
  const known = await peek(policy, subject)
  if (limitOf(policy, known)) return { ...known, isCounted: false }
  return { ...toCount(await counterOf(policy).penalty(keyOf(subject))), isCounted: true }
}

/** Returns the current count without changing it. */
export async function peek(policy: PolicyName, subject: CountSubject): Promise<Count> {
  return toCount(await counterOf(policy).get(keyOf(subject)))
}

const toCount = (result: RateLimiterRes | null): Count => ({
  total: result?.consumedPoints ?? 0,
  msLeft: result?.msBeforeNext ?? 0,
})

/**
 * Increases the count by one.
 * @returns null within the quota, otherwise the exceeded limit
 */
export async function consume(policy: PolicyName, subject: CountSubject): Promise<Limit | null> {
  return env().rateLimit === 'off' ? null : limitOf(policy, await count(policy, subject))
}

/** Decreases the count by one, after a try that was not wrong. */
export async function refund(policy: PolicyName, subject: CountSubject): Promise<void> {
  if (env().rateLimit === 'off') return
  await counterOf(policy).reward(keyOf(subject), 1)
}

export async function reset(policy: PolicyName, subject: CountSubject): Promise<void> {
  if (env().rateLimit === 'off') return
  await counterOf(policy).delete(keyOf(subject))
}

/** Removes expired counts. */
export async function removeExpiredCounts(now = new Date()): Promise<void> {
  await db().rateLimit.deleteMany({ where: { expire: { lte: now } } })
}

const counterOf = (policy: PolicyName) => counters()[policy]

const counters = oncePerProcess('rate-limits', () => {
  const names = Object.keys(policies) as PolicyName[]
  return Object.fromEntries(names.map((name) => [name, makeCounter(name)])) as Record<
    PolicyName,
    RateLimiterPrisma
  >
})

function makeCounter(name: PolicyName): RateLimiterPrisma {
  const { quota: points, windowSeconds: duration } = policies[name]
  const store = { storeClient: db(), tableName: 'rateLimit', clearExpiredByTimeout: false }
  return new RateLimiterPrisma({ ...store, keyPrefix: name, points, duration })
}
