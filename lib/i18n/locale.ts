/**
 * Chooses the language of a visitor: their setting, then the browser's preference, then English.
 */

import { isLanguage, type Language } from '@/shared/preferences'

interface Preference {
  tag: string
  quality: number
}

function parsePreference(item: string): Preference {
  const [tag = '', ...parameters] = item.trim().split(';')
  const weight = parameters.map((part) => part.trim()).find((part) => part.startsWith('q='))
  const quality = weight ? Number(weight.slice(2)) : 1
  return { tag: tag.trim().toLowerCase(), quality: Number.isFinite(quality) ? quality : 0 }
}

/**
 * Parses `Accept-Language` (RFC 9110, section 12.5.4). Matches the primary subtag: `fr-CA` counts
 * as `fr`.
 * @returns null when no language matches
 */
export function localeFromAcceptLanguage(header: string | null): Language | null {
  const wanted = (header ?? '')
    .split(',')
    .map(parsePreference)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const { tag } of wanted) {
    const primary = tag.split('-')[0]
    if (isLanguage(primary)) return primary
  }
  return null
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
