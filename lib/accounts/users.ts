import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { groupNames, namesOf } from '@/lib/people/groups'
import { lockSession, whileSessionLives } from '@/lib/sessions/lock-session'
import type { Setting } from '@/shared/audit-event'
import { isLanguage, isTheme, type Language, type Theme } from '@/shared/preferences'
import type { UserRow } from '@/shared/user-row'
import { revoking } from '@/verifier/revocations'

export interface ProfileChange {
  displayName?: string | undefined
  language?: Language | null | undefined
  theme?: Theme | undefined
}

export async function getUser(id: string): Promise<UserRow | null> {
  const user = await findAccount(id)
  return user && toRow(user)
}

const findAccount = (id: string) =>
  db().user.findUnique({
    where: { id },
    omit: { passwordHash: true },
    include: { groups: groupNames },
  })

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>

/**
 * Changes the user's display name, language or theme.
 * @returns the changed user, or null when the user no longer exists
 * @throws SessionOver when the session has ended meanwhile
 */
export async function changeProfile(
  actor: SignedInActor,
  change: ProfileChange,
): Promise<UserRow | null> {
  const { subject } = actor.principal
  const { id } = subject
  const { displayName, language, theme } = change
  const data = {
    ...(displayName !== undefined && { displayName }),
    ...(language !== undefined && { language }),
    ...(theme !== undefined && { theme }),
  }
  const names = Object.keys(data) as (keyof typeof data)[]
  const before = names.length > 0 ? await findAccount(id) : null
  const changed = names.filter((name) => before && before[name] !== data[name])
  if (changed.length > 0) {
    const detail = { settings: changed.map((name) => settingOf[name]) }
    const store = () =>
      db().$transaction([
        db().user.update({ where: { id }, data, select: { id: true } }),
        lockSession(actor),
        addActivity(actor, subject, { action: 'settings_changed', detail }),
      ])
    await revoking(() => whileSessionLives(store))
  }
  return getUser(id)
}

const settingOf = {
  displayName: 'display_name',
  language: 'language',
  theme: 'theme',
} as const satisfies Record<keyof ProfileChange, Setting>

function toRow(user: Account): UserRow {
  return {
    id: user.id,
    email: user.email,
    display_name: user.displayName,
    roles: { user: true, ...(user.role === 'owner' && { owner: true as const }) },
    groups: namesOf(user.groups),
    language: isLanguage(user.language) ? user.language : null,
    theme: isTheme(user.theme) ? user.theme : 'system',
  }
}
