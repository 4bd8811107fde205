import { randomInt } from 'node:crypto'
import { db } from '@/lib/db/client'
import { keyOf } from '@/lib/limits/counters'
import { policies } from '@/lib/limits/policies'

/*
 * Lets an operator reset the sign-in limits for someone who has failed too often. Wrong passwords
 * are counted under digests of account and source, so that nobody can tell whose counts they are,
 * and nobody can select them for deletion. A reset has the account counted under another name
 * instead, for as long as an earlier count may last.
 */

const counted = ['sign-in', 'sign-in-account', 'sign-in-code'] as const

const resetMs = Math.max(...counted.map((policy) => policies[policy].windowSeconds)) * 1000

/** Disregards all earlier wrong passwords for the account, from every source. */
export async function resetSignInLimits(account: string, now = new Date()): Promise<void> {
  const key = rowOf(account)
  const row = { points: randomInt(1, 2 ** 31 - 1), expire: new Date(now.getTime() + resetMs) }
  await db().rateLimit.upsert({ where: { key }, create: { key, ...row }, update: row })
}

/** Returns the name under which wrong passwords for the account are counted. */
export async function countedAs(account: string, now: Date): Promise<string> {
  const row = await db().rateLimit.findUnique({
    where: { key: rowOf(account), expire: { gt: now } },
  })
  return row ? `${account} ${row.points}` : account
}

const rowOf = (account: string) => `pardon:${keyOf([account])}`
