/*
 * The choices of a user for the look and language of the pages. Used by the server and the browser.
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

/** Returns the theme of a page: the account's, or else the one last used in this browser. */
export function pickTheme(chosen: Theme | undefined, cookie: string | undefined): Theme {
  if (chosen) return chosen
  return isTheme(cookie) ? cookie : 'system'
}
