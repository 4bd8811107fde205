/*
 * Chooses the language of a visitor: their setting, then the browser's preference, then English.
 */

import Negotiator from 'negotiator'
import { isLanguage, type Language } from '@/shared/preferences'

/**
 * Chooses from `Accept-Language` (RFC 9110, section 12.5.4). Matches the primary subtag of the most
 * preferred tag: `fr-CA` counts as `fr`, also where a bare `en` follows it with a higher weight
 * than a bare `fr`, which the library's own matching would prefer.
 * @returns null when no language matches
 */
function localeFromAcceptLanguage(header: string | null): Language | null {
  const preferred = new Negotiator({ headers: { 'accept-language': header ?? '' } }).languages()
  return preferred.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage) ?? null
}

interface LocaleSources {
  chosen?: Language | null
  cookie?: string
  acceptLanguage: string | null
}

export function pickLocale({ chosen, cookie, acceptLanguage }: LocaleSources): Language {
  if (chosen) return chosen
  if (isLanguage(cookie)) return cookie
  return localeFromAcceptLanguage(acceptLanguage) ?? 'en'
}
