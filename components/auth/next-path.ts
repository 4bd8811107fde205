/**
 * Returns the page to continue to. Only a path of this site is accepted: `//host`, `/\host`, and
 * characters that a browser would strip to get one of those, lead to other sites.
 * @returns `/` instead of anything else
 */
export function safeNextPath(next: string | string[] | undefined): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[^\\\p{Cc}\p{Cs}]*$/u.test(next)) return '/'
  return next.replace(/[^\x21-\x7e]/gu, encodeURIComponent)
}
