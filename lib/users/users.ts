import { addActivity, authorOf } from '@/lib/activity/add-activity'
import type { Setting } from '@/lib/activity/event'
import { db } from '@/lib/db/client'
import { holdSession, whileSessionLives } from '@/lib/db/hold-session'
import { type FoundAccount, lookups } from '@/lib/db/lookups'
import { revoking } from '@/lib/db/revoking'
import { whenUnlocked } from '@/lib/db/when-unlocked'
import type { Client } from '@/lib/http/client'
import { isLanguage, isTheme, type Language, type Theme } from '@/lib/preferences'
import type { SessionPrincipal } from '@/lib/principal'
import type { UserRow } from '@/lib/users/user-row'

export interface ProfileChange {
  displayName?: string | undefined
  language?: Language | null | undefined
  theme?: Theme | undefined
}

export async function getUser(id: string): Promise<UserRow | null> {
  const user = await whenUnlocked(() => lookups().findAccount(id))
  return user && toRow(user)
}

/** @returns the changed user, or null when it is gone @throws SessionOver */
export async function changeProfile(
  principal: SessionPrincipal,
  change: ProfileChange,
  client: Client,
): Promise<UserRow | null> {
  const { id } = principal.subject
  const { displayName, language, theme } = change
  const data = {
    ...(displayName !== undefined && { displayName }),
    ...(language !== undefined && { language }),
    ...(theme !== undefined && { theme }),
  }
  const names = Object.keys(data) as (keyof typeof data)[]
  const author = authorOf(principal, client)
  const store = () =>
    db().$transaction(async (transaction) => {
      await holdSession(author, transaction)
      const user = await transaction.user.findUnique({ where: { id } })
      const changed = names.filter((name) => user && user[name] !== data[name])
      if (changed.length === 0) return
      await transaction.user.update({ where: { id }, data, select: { id: true } })
      const detail = { settings: changed.map((name) => settingOf[name]) }
      await addActivity(author, { action: 'settings_changed', detail }, transaction)
    })
  if (names.length > 0) await revoking(() => whileSessionLives(store))
  return getUser(id)
}

const settingOf = {
  displayName: 'display_name',
  language: 'language',
  theme: 'theme',
} as const satisfies Record<keyof ProfileChange, Setting>

function toRow(user: FoundAccount): UserRow {
  return {
    id: user.id,
    email: user.email,
    display_name: user.displayName,
    roles: { user: true, ...(user.isOwner && { owner: true as const }) },
    language: isLanguage(user.language) ? user.language : null,
    theme: isTheme(user.theme) ? user.theme : 'system',
  }
}
