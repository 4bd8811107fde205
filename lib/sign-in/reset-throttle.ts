import { randomInt } from 'node:crypto'
import { db } from '@/lib/db/client'
import { keyOf } from '@/lib/limits/digest'
import { policies } from '@/lib/limits/policies'

/*
 * What an operator does for somebody who has tried too often. The counts of wrong passwords are kept under digests of an account and a place, so
 * that nobody can tell whose they are, and nobody can pick them out. A pardon lets the account be counted under another name instead, for as long as a
 * count from before it may last.
 */

const pardonMs =
  Math.max(policies['sign-in'].windowSeconds, policies['sign-in-account'].windowSeconds) * 1000

/** From now on nothing that was typed wrong before is held against the account, wherever it was. */
export async function resetThrottle(account: string, now = new Date()): Promise<void> {
  const key = rowOf(account)
  const row = { points: randomInt(1, 2 ** 31 - 1), expire: new Date(now.getTime() + pardonMs) }
  await db().rateLimit.upsert({ where: { key }, create: { key, ...row }, update: row })
}

/** The name that wrong passwords for the account are counted under. */
export async function countedAs(account: string, now: Date): Promise<string> {
  const row = await db().rateLimit.findUnique({
    where: { key: rowOf(account), expire: { gt: now } },
  })
  return row ? `${account} ${row.points}` : account
}

const rowOf = (account: string) => `pardon:${keyOf([account])}`
