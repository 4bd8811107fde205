import { cookies } from 'next/headers'
import { type OwnCookie, ownCookie } from '@/lib/sessions/own-cookie'
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
