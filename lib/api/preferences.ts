import { cookies } from 'next/headers'
import { ownCookie } from '@/lib/auth/own-cookie'
import { languageCookie, themeCookie } from '@/lib/preferences'
import type { UserRow } from '@/lib/users/user-row'

const yearSeconds = 365 * 86_400

/** Keeps language and theme in this browser, so that the doors look the same after log out. */
export async function rememberPreferences({
  language,
  theme,
}: Pick<UserRow, 'language' | 'theme'>): Promise<void> {
  const jar = await cookies()
  const keep = (name: string, value: string | null) => {
    const cookie = ownCookie(name, { sameSite: 'lax', maxAge: value ? yearSeconds : 0 })
    jar.set(cookie.name, value ?? '', cookie.options)
  }
  keep(languageCookie, language)
  keep(themeCookie, theme)
}
