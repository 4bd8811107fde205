import type { OwnCookie } from '@/lib/sessions/own-cookie'
import type { Answer } from '@/test/support/client'

/**
 * Returns a pattern for the name of a cookie of ours, whose tag is specific to the installation.
 */
export const ownCookieName = (cookie: OwnCookie) => `jeton-[0-9a-f]{8}\\.${cookie}`

/** @returns the `Set-Cookie` line of an answer that sets or clears a cookie of ours */
export const ownCookieLine = (
  { headers }: Pick<Answer, 'headers'>,
  cookie: OwnCookie,
): string | undefined =>
  headers
    .getSetCookie()
    .find((line) => new RegExp(`^(__Host-)?${ownCookieName(cookie)}=`).test(line))

/**
 * @returns the cookie that an answer sets, as `name=value`, without a value if it clears the
 *   cookie; null if it does neither
 */
export const ownCookieOf = (answer: Pick<Answer, 'headers'>, cookie: OwnCookie): string | null =>
  ownCookieLine(answer, cookie)?.split(';')[0] ?? null
