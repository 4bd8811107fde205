import { env } from '@/lib/config/settings'
import type { Limit } from '@/lib/http/rate-limited'
import { KeyedSemaphore } from '@/lib/keyed-semaphore'
import { type Counted, type CountSubject, count, peek, refund, reset } from '@/lib/limits/counters'
import { limitOf, type PolicyName, quotaUnderAttack } from '@/lib/limits/policies'
import { countedAs } from '@/lib/limits/sign-in-reset'
import { oncePerProcess } from '@/lib/once-per-process'
import { addressKey, knownKeyOf, type SignInSource } from '@/lib/sign-in/known-sources'

/*
 * Attackers guess passwords of one account or of many, from one address or from many. Each attempt
 * is counted before the password is verified, so that no number of concurrent attempts exceeds the
 * limit, and refunded if the password was right. The numbers: lib/limits/policies.ts. The rules,
 * and why nobody can lock anyone else out: docs/decisions/0013-limits.md.
 */

/**
 * Limits the concurrent attempts per address. They are counted before they are verified, and many
 * correct passwords at once must not be mistaken for many wrong ones.
 */
const semaphores = oncePerProcess('sign-in-semaphores', () => new KeyedSemaphore(2))

/** An attempt, and the counts that it has consumed. */
interface Attempt {
  consumed: [PolicyName, CountSubject][]
  /** Whether it was counted at all. An attempt beyond a limit that was already exceeded is not. */
  isCounted: boolean
}

export interface Trying {
  /** The email address, whether or not there is such an account. */
  account: string
  source: SignInSource
  /** The kind of credential that is guessed, if it is wrong. */
  step: 'password' | 'code'
}

/**
 * Makes a sign-in attempt, unless a rate limit prevents it.
 * @param attempt returns null for a wrong password or code
 * @param completesSignIn whether a result does; otherwise this source's earlier failures stay
 * @returns the result of the attempt; or the limit that prevented it, and whether it was counted
 */
export async function limitSignIn<T extends object>(
  trying: Trying,
  attempt: () => Promise<T | null>,
  completesSignIn: (result: T) => boolean = () => true,
): Promise<{ result: T | null } | { limit: Limit; isCounted: boolean }> {
  if (env().rateLimit === 'off') return { result: await attempt() }
  return semaphores().pass(trying.source.address, async () => {
    const made: Attempt = { consumed: [], isCounted: false }
    const limit = await countAttempt(trying, made)
    if (limit) return { limit, isCounted: made.isCounted }
    const result = await attempt()
    if (result) await refundAll(made, completesSignIn(result))
    return { result }
  })
}

type CountOne = (policy: PolicyName, subject: CountSubject) => Promise<Counted>

async function countAttempt(trying: Trying, made: Attempt): Promise<Limit | null> {
  const { account, source } = trying
  const counted: CountOne = async (policy, subject) => {
    const result = await count(policy, subject)
    made.isCounted ||= result.isCounted
    if (!limitOf(policy, result)) made.consumed.push([policy, subject])
    return result
  }
  const now = new Date()
  const known = await knownKeyOf(account, source, now)
  const name = await countedAs(account, now)
  return known
    ? limitOf('sign-in', await counted('sign-in', [name, ...known]))
    : countAtUnknownSource({ ...trying, account: name }, counted)
}

/**
 * A source beyond its own limits adds to no other count: one address can neither use up shared
 * limits nor fill the database.
 */
async function countAtUnknownSource(
  { account, source, step }: Trying,
  counted: CountOne,
): Promise<Limit | null> {
  const ofAddress = [source.address]
  const enough = limitOf('sign-in-address', await peek('sign-in-address', ofAddress))
  if (enough) return enough
  const here = await counted('sign-in', [account, ...addressKey(source)])
  const enoughOfThis = limitOf('sign-in', here)
  if (enoughOfThis) return enoughOfThis
  const isUnderAttack = limitOf('sign-in-account', await counted('sign-in-account', [account]))
  const strict = isUnderAttack && limitOf('sign-in', here, quotaUnderAttack)
  if (strict) return strict
  const codes = step === 'code' ? await counted('sign-in-code', [account]) : null
  const enoughCodes = codes && limitOf('sign-in-code', codes)
  return enoughCodes ?? limitOf('sign-in-address', await counted('sign-in-address', ofAddress))
}

async function refundAll({ consumed }: Attempt, isComplete: boolean): Promise<void> {
  for (const [policy, subject] of consumed) {
    // A sign-in clears the earlier failures of this source. A correct password without the second
    // factor leaves them, or it would give as many codes to guess as one likes.
    if (policy === 'sign-in' && isComplete) await reset(policy, subject)
    else await refund(policy, subject)
  }
}
