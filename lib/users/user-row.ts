export const languages = ['en', 'fr'] as const
export const themes = ['system', 'light', 'dark'] as const
export type Language = (typeof languages)[number]
export type Theme = (typeof themes)[number]

/** A user as the API shows them to themselves. */
export interface UserRow {
  id: string
  email: string
  display_name: string
  roles: { user: true; owner?: true }
  /** Null: the browser's. */
  language: Language | null
  theme: Theme
}
