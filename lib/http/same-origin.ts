/**
 * Whether a request that counts on the browser's cookie comes from our own pages. Browsers say so in `Sec-Fetch-Site`, or,
 * older ones and on plain http, in `Origin`; a request with neither comes from a program, which holds the cookie itself.
 * @param publicUrl origin that people type, where it is known
 */
export function isSameOrigin(headers: Headers, publicUrl: string | undefined): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null) return true
  if (publicUrl?.startsWith('https:')) return origin === publicUrl
  const host = hostOf(origin)
  return origin === publicUrl || (host !== null && host === headers.get('host'))
}

/** Our pages are on http or https: a scheme that some program has registered is another origin, whatever host it names. */
function hostOf(origin: string): string | null {
  return /^https?:\/\//i.test(origin) && URL.canParse(origin) ? new URL(origin).host : null
}
