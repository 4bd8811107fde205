import { getUser, type ProfileChange } from '@/lib/accounts/users'
import type { SignedInActor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { demoReadOnly } from '@/lib/http/refusals'
import { readPreferences } from '@/lib/i18n/preference-cookies'
import type { UserRow } from '@/shared/user-row'

/**
 * Changes the language or the theme of a visitor of a demo, which the browser keeps. The account,
 * which all visitors share, stays as it is.
 * @throws ProblemError `demo_read_only` for a change of the name
 */
export async function changeInBrowser(
  { principal }: SignedInActor,
  { displayName, ...change }: ProfileChange,
): Promise<UserRow | null> {
  if (displayName !== undefined) throw demoReadOnly()
  const [user, before] = await Promise.all([getUser(principal.subject.id), readPreferences()])
  const { language = before.language, theme = before.theme } = change
  return user && { ...user, language, theme }
}

/** Returns the session that all visitors of a demo share: the latest one of its owner. */
export async function sharedSession(): Promise<{ id: string; sessionId: string } | null> {
  const session = await db().session.findFirst({
    where: { user: { role: 'owner' } },
    orderBy: { lastSeenAt: 'desc' },
    select: { id: true, userId: true },
  })
  return session && { id: session.userId, sessionId: session.id }
}
