/**
 * Whether a request that counts on the browser's cookie comes from our own pages. Browsers say so in `Sec-Fetch-Site`, or,
 * older ones and on plain http, in `Origin`; a request with neither comes from a program, which holds the cookie itself.
 * @param publicUrl origin that people type, where it is known
 */
export function isSameOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  return statedOrigin(headers, publicUrl) ?? true
}

/**
 * The same, where a request that says nothing does not count. On plain http a browser sends neither
 * header with a GET, but `Referer`, which our pages let it send to this origin. No page can write
 * any of the three (Fetch Standard, section 2.2.2).
 */
export function isProvenSameOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  const stated = statedOrigin(headers, publicUrl)
  if (stated !== null) return stated
  const referer = headers.get('referer')
  return (
    referer !== null && URL.canParse(referer) && isOwn(new URL(referer).origin, headers, publicUrl)
  )
}

/** @returns null where neither header is there */
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

/** Our pages are on http or https: a scheme that some program has registered is another origin, whatever host it names. */
function hostOf(origin: string): string | null {
  return /^https?:\/\//i.test(origin) && URL.canParse(origin) ? new URL(origin).host : null
}
