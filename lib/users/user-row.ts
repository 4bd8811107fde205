import type { Language, Theme } from '@/lib/preferences'

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
