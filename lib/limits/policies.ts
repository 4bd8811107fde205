import type { Limit } from '@/lib/http/rate-limited'

/*
 * Quotas and windows of the rate limits. The purpose of the numbers is in
 * docs/decisions/0013-limits.md.
 */

interface Policy {
  quota: number
  windowSeconds: number
}

export const policies = {
  /** Wrong passwords for one account from one source: a known device, or an address. */
  'sign-in': { quota: 10, windowSeconds: 900 },
  /**
   * Wrong passwords from one address for all accounts, where the source is not known to the
   * account.
   */
  'sign-in-address': { quota: 100, windowSeconds: 900 },
  /** Wrong passwords for one account from all sources that are not known to it. */
  'sign-in-account': { quota: 50, windowSeconds: 900 },
  /**
   * Wrong codes for one account from all sources that are not known to it. Only somebody with the
   * password gets here, and a code has six digits: the window is long.
   */
  'sign-in-code': { quota: 50, windowSeconds: 86_400 },
  /** Codes with one continue token, which then ends. */
  'continue-token': { quota: 10, windowSeconds: 300 },
  /** Failed passkey sign-ins from one address that are recorded; none is refused for it. */
  'passkey-failure': { quota: 100, windowSeconds: 900 },
  /** Sign-ups from one address. */
  'sign-up': { quota: 30, windowSeconds: 3_600 },
  /** Wrong current passwords from one session. */
  'password-change': { quota: 10, windowSeconds: 900 },
  /** Wrong codes of an app that one session sets up. */
  'app-code': { quota: 10, windowSeconds: 900 },
  /** Passkey challenges for one address, each of which is a row for five minutes. */
  'passkey-challenge': { quota: 300, windowSeconds: 900 },
  /**
   * Sign-ins through the OpenID provider that one address begins: each may ask the provider for its
   * metadata.
   */
  'openid-start': { quota: 300, windowSeconds: 900 },
  /** Those that fail after the provider was asked to exchange a code, from one address. */
  openid: { quota: 100, windowSeconds: 900 },
  /** Requests for a link to reset a password, from one address. */
  'password-forgot': { quota: 20, windowSeconds: 3_600 },
  /** Such links for one account. Further requests are answered alike, and nothing is sent. */
  'password-forgot-account': { quota: 5, windowSeconds: 3_600 },
  /** Tokens of any kind that one address asks to end, known or not. */
  revoke: { quota: 100, windowSeconds: 60 },
  /** Unknown tokens from one address. */
  'bad-token': { quota: 1_000, windowSeconds: 60 },
} as const satisfies Record<string, Policy>

export type PolicyName = keyof typeof policies

/**
 * The quota of `sign-in` at an unknown source while the account is under attack. It is not zero, so
 * that the account's user can sign in.
 */
export const quotaUnderAttack = 2

/** The count in the current window, and the time until the window ends. */
export interface Count {
  total: number
  msLeft: number
}

/** @returns null within the quota, otherwise the exceeded limit */
export function limitOf(
  policy: PolicyName,
  { total, msLeft }: Count,
  quota: number = policies[policy].quota,
): Limit | null {
  if (total <= quota) return null
  const { windowSeconds } = policies[policy]
  return { policy, quota, windowSeconds, retryAfterSeconds: Math.max(1, Math.ceil(msLeft / 1000)) }
}
