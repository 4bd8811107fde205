import type { Limit } from '@/lib/http/rate-limited'

/*
 * How much is too much, of what, in which time. What the numbers are meant to do is in docs/decisions/0013-limits.md.
 */

interface Policy {
  quota: number
  windowSeconds: number
}

export const policies = {
  /** Wrong passwords for one account from one place: a device, or an address. */
  'sign-in': { quota: 10, windowSeconds: 900 },
  /** The same from one address for all accounts. */
  'sign-in-address': { quota: 100, windowSeconds: 900 },
  /** The same for one account from all places where nobody has signed in to it. */
  'sign-in-account': { quota: 50, windowSeconds: 900 },
  /** Accounts asked for from one address. */
  'sign-up': { quota: 30, windowSeconds: 3_600 },
  /** Wrong current passwords, given by one session. */
  'password-change': { quota: 10, windowSeconds: 900 },
  /** Made-up tokens from one address. */
  'bad-token': { quota: 1_000, windowSeconds: 60 },
} as const satisfies Record<string, Policy>

export type PolicyName = keyof typeof policies

/** What is left of `sign-in` at a new place, while the account is under attack: never nothing, so that its owner can get in. */
export const quotaUnderAttack = 2

/** How many there are in this window, and how long it lasts. */
export interface Count {
  total: number
  msLeft: number
}

/** @returns null as long as it is not too many */
export function limitOf(
  policy: PolicyName,
  { total, msLeft }: Count,
  quota: number = policies[policy].quota,
): Limit | null {
  if (total <= quota) return null
  const { windowSeconds } = policies[policy]
  return { policy, quota, windowSeconds, retryAfterSeconds: Math.max(1, Math.ceil(msLeft / 1000)) }
}
