import type { Answer, Call } from '@/test/support/client'

/* A client that keeps the refresh cookie as a browser would. */

const setCookie = /^(?:__Host-)?jeton\.refresh=[^;]*/

/** The line of an answer that sets the refresh cookie. */
export const refreshLine = ({ headers }: Answer): string | undefined =>
  headers.getSetCookie().find((line) => setCookie.test(line))

/** The cookie that an answer sets, `name=value`; null where it sets none, and without a value where it clears it. */
export const refreshCookieOf = (answer: Answer): string | null =>
  setCookie.exec(refreshLine(answer) ?? '')?.[0] ?? null

export const refresh = (call: Call, cookie: string, headers: Record<string, string> = {}): Promise<Answer> =>
  call('POST', '/api/v1/auth/token/refresh', { headers: { cookie, ...headers } })
