/*
 * What a user may choose of how the pages look and read. For the server and the browser alike.
 */

export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value)
}

export function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value)
}

/** The theme the page is drawn in: the account's, else the one last used in this browser. */
export function pickTheme(chosen: Theme | undefined, cookie: string | undefined): Theme {
  if (chosen) return chosen
  return isTheme(cookie) ? cookie : 'system'
}
