import { db } from '@/lib/db/client'
import { revoking } from '@/lib/db/revoking'
import { isLanguage, isTheme, type Language, type Theme } from '@/lib/preferences'
import type { UserRow } from '@/lib/users/user-row'

export interface ProfileChange {
  displayName?: string | undefined
  language?: Language | null | undefined
  theme?: Theme | undefined
}

const columns = {
  id: true,
  email: true,
  displayName: true,
  language: true,
  theme: true,
  owns: { select: { id: true } },
} as const

export async function getUser(id: string): Promise<UserRow | null> {
  const user = await db().user.findUnique({ where: { id }, select: columns })
  return user && toRow(user)
}

/** @returns the changed user, or null when it is gone */
export async function changeProfile(id: string, change: ProfileChange): Promise<UserRow | null> {
  const { displayName, language, theme } = change
  const data = {
    ...(displayName !== undefined && { displayName }),
    ...(language !== undefined && { language }),
    ...(theme !== undefined && { theme }),
  }
  await revoking(() => db().user.updateMany({ where: { id }, data }))
  return getUser(id)
}

interface UserColumns {
  id: string
  email: string
  displayName: string
  language: string | null
  theme: string
  owns: { id: string } | null
}

function toRow(user: UserColumns): UserRow {
  return {
    id: user.id,
    email: user.email,
    display_name: user.displayName,
    roles: { user: true, ...(user.owns && { owner: true as const }) },
    language: isLanguage(user.language) ? user.language : null,
    theme: isTheme(user.theme) ? user.theme : 'system',
  }
}
