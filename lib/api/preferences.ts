import { cookies } from 'next/headers'
import { languageCookie, themeCookie } from '@/lib/preferences'
import type { UserRow } from '@/lib/users/user-row'

const yearSeconds = 365 * 86_400

/** Keeps language and theme in this browser, so that the doors look the same after log out. */
export async function rememberPreferences({
  language,
  theme,
}: Pick<UserRow, 'language' | 'theme'>): Promise<void> {
  const jar = await cookies()
  const options = { path: '/', sameSite: 'lax', maxAge: yearSeconds } as const
  if (language) jar.set(languageCookie, language, options)
  else jar.delete(languageCookie)
  jar.set(themeCookie, theme, options)
}
