import type { Answer, Call } from '@/test/support/client'
import { ownCookieLine, ownCookieOf } from '@/test/support/own-cookie'

/* A client that keeps the refresh cookie as a browser would. */

/** The line of an answer that sets the refresh cookie. */
export const refreshLine = (answer: Answer): string | undefined => ownCookieLine(answer, 'refresh')

/** The cookie that an answer sets, `name=value`; null where it sets none, and without a value where it clears it. */
export const refreshCookieOf = (answer: Answer): string | null => ownCookieOf(answer, 'refresh')

export const refresh = (
  call: Call,
  cookie: string,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  call('POST', '/api/v1/auth/token/refresh', { headers: { cookie, ...headers } })
