import { env } from '@/lib/config/settings'
import type { Limit } from '@/lib/http/rate-limited'
import { KeyedSemaphore } from '@/lib/keyed-semaphore'
import { type Counted, count, peek, refund, reset } from '@/lib/limits/counters'
import type { Of } from '@/lib/limits/digest'
import { limitOf, type PolicyName, quotaUnderAttack } from '@/lib/limits/policies'
import { oncePerProcess } from '@/lib/once-per-process'
import { addressKey, knownKeyOf, type Place } from '@/lib/sign-in/known-devices'
import { countedAs } from '@/lib/sign-in/reset-throttle'

/*
 * Passwords are guessed one account at a time, or many accounts at a time, from one address or from many. Each try is counted before the
 * password is looked at, so that no number of tries at once gets past, and given back when it was right. What the rules are, and why nobody
 * can lock anybody out by them: docs/decisions/0013-limits.md.
 */

/** Few are being tried, and so counted before they are found right: many good passwords at once are not taken for many bad ones. */
const turnstile = oncePerProcess('sign-in-turnstile', () => new KeyedSemaphore(2))

/** A try, and what it has been counted under. */
interface Try {
  taken: [PolicyName, Of][]
  /** Whether it was counted anywhere: a try beyond a limit that was known before is not. */
  isCounted: boolean
}

/**
 * @param account its email address, whether or not there is one
 * @param attempt answers null for a wrong password
 * @returns what the attempt answers, or the limit that it was not made for, and whether the try was counted
 */
export async function limitSignIn<T extends object>(
  account: string,
  place: Place,
  attempt: () => Promise<T | null>,
): Promise<{ result: T | null } | { limit: Limit; isCounted: boolean }> {
  if (env().rateLimit === 'off') return { result: await attempt() }
  return turnstile().pass(place.address, async () => {
    const made: Try = { taken: [], isCounted: false }
    const limit = await countTry(account, place, made)
    if (limit) return { limit, isCounted: made.isCounted }
    const result = await attempt()
    if (result) await takeBack(made)
    return { result }
  })
}

type CountOne = (policy: PolicyName, of: Of) => Promise<Counted>

async function countTry(account: string, place: Place, made: Try): Promise<Limit | null> {
  const counted: CountOne = async (policy, of) => {
    const result = await count(policy, of)
    made.isCounted ||= result.isCounted
    if (!limitOf(policy, result)) made.taken.push([policy, of])
    return result
  }
  const now = new Date()
  const known = await knownKeyOf(account, place, now)
  const name = await countedAs(account, now)
  return known
    ? limitOf('sign-in', await counted('sign-in', [name, ...known]))
    : countAtNewPlace(name, place, counted)
}

/** Whoever has had enough counts nowhere else: one address alone can neither use up what is everybody's, nor fill the database. */
async function countAtNewPlace(
  account: string,
  place: Place,
  counted: CountOne,
): Promise<Limit | null> {
  const ofAddress = [place.address]
  const enough = limitOf('sign-in-address', await peek('sign-in-address', ofAddress))
  if (enough) return enough
  const here = await counted('sign-in', [account, ...addressKey(place)])
  const enoughOfThis = limitOf('sign-in', here)
  if (enoughOfThis) return enoughOfThis
  const isUnderAttack = limitOf('sign-in-account', await counted('sign-in-account', [account]))
  const strict = isUnderAttack && limitOf('sign-in', here, quotaUnderAttack)
  return strict ?? limitOf('sign-in-address', await counted('sign-in-address', ofAddress))
}

async function takeBack({ taken }: Try): Promise<void> {
  for (const [policy, of] of taken) {
    // What was typed wrong before is no longer held against whoever typed it right.
    if (policy === 'sign-in') await reset(policy, of)
    else await refund(policy, of)
  }
}
