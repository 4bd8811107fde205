import { env } from '@/lib/env'
import type { Limit } from '@/lib/http/rate-limited'
import { count, forget, giveBack, look } from '@/lib/limits/counters'
import type { Of } from '@/lib/limits/digest'
import { addressSpot, knownSpotOf, type Place } from '@/lib/limits/places'
import { type Count, limitOf, type PolicyName, quotaUnderAttack } from '@/lib/limits/policies'
import { oncePerThread } from '@/lib/once-per-thread'
import { Turnstile } from '@/lib/turnstile'

/*
 * Passwords are guessed one account at a time, or many accounts at a time, from one address or from many. Each try is counted before the
 * password is looked at, so that no number of tries at once gets past, and given back when it was right. What the rules are, and why nobody
 * can lock anybody out by them: docs/decisions/0013-limits.md.
 */

/** Few are being tried, and so counted before they are found right: many good passwords at once are not taken for many bad ones. */
const turnstile = oncePerThread('sign-in-turnstile', () => new Turnstile(2))

/** What a try has been counted under. */
type Taken = [PolicyName, Of][]

/**
 * @param account its email address, whether or not there is one
 * @param attempt answers null for a wrong password
 * @returns what the attempt answers, or the limit that it was not made for
 */
export async function limitSignIn<T extends object>(
  account: string,
  place: Place,
  attempt: () => Promise<T | null>,
): Promise<{ result: T | null } | { limit: Limit }> {
  if (env().rateLimit === 'off') return { result: await attempt() }
  return turnstile().pass(place.address, async () => {
    const taken: Taken = []
    const limit = await countTry(account, place, taken)
    if (limit) return { limit }
    const result = await attempt()
    if (result) await takeBack(taken)
    return { result }
  })
}

type Counted = (policy: PolicyName, of: Of) => Promise<Count>

async function countTry(account: string, place: Place, taken: Taken): Promise<Limit | null> {
  const counted: Counted = async (policy, of) => {
    const result = await count(policy, of)
    if (!limitOf(policy, result)) taken.push([policy, of])
    return result
  }
  const known = await knownSpotOf(account, place, new Date())
  return known
    ? limitOf('sign-in', await counted('sign-in', [account, ...known]))
    : countAtNewPlace(account, place, counted)
}

/** Whoever has had enough counts nowhere else: one address alone can neither use up what is everybody's, nor fill the database. */
async function countAtNewPlace(account: string, place: Place, counted: Counted): Promise<Limit | null> {
  const ofAddress = [place.address]
  const enough = limitOf('sign-in-address', await look('sign-in-address', ofAddress))
  if (enough) return enough
  const here = await counted('sign-in', [account, ...addressSpot(place)])
  const enoughOfThis = limitOf('sign-in', here)
  if (enoughOfThis) return enoughOfThis
  const isUnderAttack = limitOf('sign-in-account', await counted('sign-in-account', [account]))
  const strict = isUnderAttack && limitOf('sign-in', here, quotaUnderAttack)
  return strict ?? limitOf('sign-in-address', await counted('sign-in-address', ofAddress))
}

async function takeBack(taken: Taken): Promise<void> {
  for (const [policy, of] of taken) {
    // What was typed wrong before is no longer held against whoever typed it right.
    if (policy === 'sign-in') await forget(policy, of)
    else await giveBack(policy, of)
  }
}
