import type { OwnCookie } from '@/lib/sessions/own-cookie'
import type { Answer } from '@/test/support/client'

/** What a cookie of ours is called, as a pattern: its tag is the installation's own. */
export const ownCookieName = (cookie: OwnCookie) => `jeton-[0-9a-f]{8}\\.${cookie}`

/** The line of an answer that sets a cookie of ours, or clears it. */
export const ownCookieLine = (
  { headers }: Pick<Answer, 'headers'>,
  cookie: OwnCookie,
): string | undefined =>
  headers
    .getSetCookie()
    .find((line) => new RegExp(`^(__Host-)?${ownCookieName(cookie)}=`).test(line))

/**
 * The cookie that an answer sets, `name=value`, without a value where it clears it; null where it
 * does neither.
 */
export const ownCookieOf = (answer: Pick<Answer, 'headers'>, cookie: OwnCookie): string | null =>
  ownCookieLine(answer, cookie)?.split(';')[0] ?? null
