import type { Answer, Call } from '@/test/support/client'
import { ownCookieLine, ownCookieOf } from '@/test/support/own-cookie'

/* A client that stores the refresh cookie as a browser would. */

/** @returns the `Set-Cookie` line of an answer that sets the refresh cookie */
export const refreshLine = (answer: Answer): string | undefined => ownCookieLine(answer, 'refresh')

/**
 * @returns the refresh cookie that an answer sets, as `name=value`, without a value if it clears
 *   the cookie; null if it does neither
 */
export const refreshCookieOf = (answer: Answer): string | null => ownCookieOf(answer, 'refresh')

export const refresh = (
  call: Call,
  cookie: string,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  call('POST', '/api/v1/auth/token/refresh', { headers: { cookie, ...headers } })
