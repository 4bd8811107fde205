/*
 * Normalises the request target once, before any check, so that all checks and the framework see
 * the same spelling (RFC 3986, section 6.2.2).
 */

/**
 * A path of characters with only one spelling; it may still contain dot segments or empty segments.
 */
const plainCharacters = /^\/[\w.~/-]*(?:\?|$)/
const dotOrEmptySegment = /\/[./]/

/** A percent-encoding of a character that needs none. */
const needlessEscape = /%(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]|3[0-9]|2[de]|5f|7e)/gi

const apiPath = /^\/(api|auth|\.well-known)([/?]|$)/

/** Whether the target belongs to the API, and not to a page. */
export const isApiAddress = (url: string) => apiPath.test(url)

/** Returns the path of a target, without its query. */
export const pathOf = (url: string) => url.split('?', 1)[0] as string

/**
 * Normalises a request target.
 * @param target in origin form or absolute form (RFC 9112, section 3.2)
 * @returns path and query, without dot segments and needless percent-encodings; an invalid target
 * is returned unchanged, except for its scheme and host
 */
export function normalizeTarget(target = ''): string {
  if (plainCharacters.test(target) && !dotOrEmptySegment.test(target)) return target
  const origin = originFormOf(target)
  if (!origin.startsWith('/') || origin.startsWith('//') || origin.includes('\\')) return origin
  if (!URL.canParse(origin, base)) return origin
  const [path, ...query] = origin.split('?')
  return [new URL(withoutNeedlessEscapes(path ?? ''), base).pathname, ...query].join('?')
}

export const withoutNeedlessEscapes = (path: string) =>
  path.replace(needlessEscape, decodeURIComponent)

/** Returns a target without scheme and host, and otherwise as it was sent. */
export const originFormOf = (target: string) =>
  target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*(?=\/)/i, '')

const base = 'http://localhost'
