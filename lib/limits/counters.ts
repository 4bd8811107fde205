import { RateLimiterPrisma, type RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Limit } from '@/lib/http/rate-limited'
import { keyOf, type Of } from '@/lib/limits/digest'
import { type Count, limitOf, type PolicyName, policies } from '@/lib/limits/policies'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * The counts, in the database: a restart forgets none, and all instances count together.
 */

/** A count, and whether it is higher by now: what is only looked at is not. */
export type Counted = Count & { isCounted: boolean }

/**
 * Counts some, in one statement: of many at once each gets a number of its own. What is too many already stays so until its window ends,
 * and is not written any more: whoever is told to wait costs a look.
 */
export async function count(policy: PolicyName, of: Of, some = 1): Promise<Counted> {
  const known = await peek(policy, of)
  if (limitOf(policy, known)) return { ...known, isCounted: false }
  return { ...toCount(await counterOf(policy).penalty(keyOf(of), some)), isCounted: true }
}

/** What has been counted so far. */
export async function peek(policy: PolicyName, of: Of): Promise<Count> {
  return toCount(await counterOf(policy).get(keyOf(of)))
}

const toCount = (result: RateLimiterRes | null): Count => ({
  total: result?.consumedPoints ?? 0,
  msLeft: result?.msBeforeNext ?? 0,
})

/** Counts one. @returns null as long as that is not too many */
export async function consume(policy: PolicyName, of: Of): Promise<Limit | null> {
  return env().rateLimit === 'off' ? null : limitOf(policy, await count(policy, of))
}

/** Takes one back: it was no mistake. */
export async function refund(policy: PolicyName, of: Of): Promise<void> {
  await counterOf(policy).reward(keyOf(of), 1)
}

export async function reset(policy: PolicyName, of: Of): Promise<void> {
  if (env().rateLimit === 'off') return
  await counterOf(policy).delete(keyOf(of))
}

/** Removes the counts whose time is over. */
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
