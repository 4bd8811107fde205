/**
 * The page to go on to: only a path of this site is followed. `//host`, `/\host` and what a browser would strip on the
 * way to one of those lead elsewhere.
 */
export function safeNextPath(next: string | string[] | undefined): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[^\\\p{Cc}\p{Cs}]*$/u.test(next)) return '/'
  return next.replace(/[^\x21-\x7e]/gu, encodeURIComponent)
}
