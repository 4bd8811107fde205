/**
 * Whether a request that relies on the browser's cookie comes from our own pages. Browsers show it
 * in `Sec-Fetch-Site` or, if they are older or on plain http, in `Origin`. A request with neither
 * header comes from a program, which holds the cookie itself.
 * @param publicUrl the public origin, if it is known
 */
export function isSameOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  return statedOrigin(headers, publicUrl) ?? true
}

/**
 * Like `isSameOrigin`, but false without evidence. On plain http a browser sends neither header
 * with a GET, but `Referer`, which our pages allow for this origin. No page can set any of the
 * three (Fetch Standard, section 2.2.2).
 */
export function isProvenSameOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  const stated = statedOrigin(headers, publicUrl)
  if (stated !== null) return stated
  const referer = headers.get('referer')
  return (
    referer !== null && URL.canParse(referer) && isOwn(new URL(referer).origin, headers, publicUrl)
  )
}

/** @returns null when neither header is present */
function statedOrigin(headers: Headers, publicUrl: string | undefined): boolean | null {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  return origin === null ? null : isOwn(origin, headers, publicUrl)
}

function isOwn(origin: string, headers: Headers, publicUrl: string | undefined): boolean {
  if (publicUrl?.startsWith('https:')) return origin === publicUrl
  const host = hostOf(origin)
  return origin === publicUrl || (host !== null && host === headers.get('host'))
}

/**
 * Returns null for schemes other than http and https, which our pages use: a scheme that some
 * program has registered is another origin, whatever its host.
 */
function hostOf(origin: string): string | null {
  return /^https?:\/\//i.test(origin) && URL.canParse(origin) ? new URL(origin).host : null
}

/**
 * Returns the page to continue to. Only a path of this site is accepted: `//host`, `/\host`, and
 * characters that a browser would strip to get one of those, lead to other sites.
 * @returns `/` instead of anything else
 */
export function safeNextPath(next: string | string[] | undefined): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])[^\\\p{Cc}\p{Cs}]*$/u.test(next)) return '/'
  return next.replace(/[^\x21-\x7e]/gu, encodeURIComponent)
}
