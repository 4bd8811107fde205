import { cookies } from 'next/headers'
import { type OwnCookie, ownCookie, readOwnCookie } from '@/lib/sessions/own-cookie'
import { isLanguage, type Language, pickTheme, type Theme } from '@/shared/preferences'
import type { UserRow } from '@/shared/user-row'

const yearSeconds = 365 * 86_400

/**
 * Stores language and theme in this browser, so that the sign-in and sign-up pages keep them after
 * log out.
 */
export async function rememberPreferences({
  language,
  theme,
}: Pick<UserRow, 'language' | 'theme'>): Promise<void> {
  const jar = await cookies()
  const keep = (name: OwnCookie, value: string | null) => {
    const cookie = ownCookie(name, { sameSite: 'lax', maxAge: value ? yearSeconds : 0 })
    jar.set(cookie.name, value ?? '', cookie.options)
  }
  keep('language', language)
  keep('theme', theme)
}

/** Returns the choices that this browser has stored. */
export async function readPreferences(): Promise<{ language: Language | null; theme: Theme }> {
  const [language, theme] = await Promise.all([readOwnCookie('language'), readOwnCookie('theme')])
  return { language: isLanguage(language) ? language : null, theme: pickTheme(undefined, theme) }
}
