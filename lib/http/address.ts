/*
 * The address of a request, in one spelling. It is normalised once, before anything looks at it, so that every check and the framework
 * see the same one (RFC 3986, section 6.2.2).
 */

/** A path of characters that have one spelling; it may still have dot segments or empty ones. */
const plainCharacters = /^\/[\w.~/-]*(?:\?|$)/
const dotOrEmptySegment = /\/[./]/

/** An escape of a character that needs none. */
const needlessEscape = /%(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]|3[0-9]|2[de]|5f|7e)/gi

const apiPath = /^\/(api|auth|\.well-known)([/?]|$)/

/** Whether an address is the API's, and not a page's. */
export const isApiAddress = (url: string) => apiPath.test(url)

/** The path of an address, without its query. */
export const pathOf = (url: string) => url.split('?', 1)[0] as string

/**
 * @param target of a request, in origin form or naming the host (RFC 9112, section 3.2)
 * @returns path and query: dot segments removed, needless escapes decoded; what is no address stays as it is
 */
export function normalizeTarget(target = ''): string {
  if (plainCharacters.test(target) && !dotOrEmptySegment.test(target)) return target
  const origin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*(?=\/)/i, '')
  if (!origin.startsWith('/') || origin.startsWith('//') || origin.includes('\\')) return origin
  if (!URL.canParse(origin, base)) return origin
  const [path, ...query] = origin.split('?')
  const decoded = path?.replace(needlessEscape, decodeURIComponent) ?? ''
  return [new URL(decoded, base).pathname, ...query].join('?')
}

const base = 'http://localhost'
