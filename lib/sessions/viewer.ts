import 'server-only'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { isInstallationEmpty } from '@/lib/accounts/installation'
import { getUser } from '@/lib/accounts/users'
import { env } from '@/lib/config/settings'
import { readPreferences } from '@/lib/i18n/preference-cookies'
import { lacksSecondFactor } from '@/lib/second-factor/methods'
import { readSessionCookie } from '@/lib/sessions/session-cookie'
import type { Language, Theme } from '@/shared/preferences'
import { hasSession, type SessionPrincipal } from '@/shared/principal'
import { authenticateSession } from '@/verifier/authenticate'
import { recordUse } from '@/verifier/usage'

/** The signed-in user, as the pages need it. */
export interface Viewer {
  principal: SessionPrincipal
  email: string
  displayName: string
  isOwner: boolean
  language: Language | null
  theme: Theme
}

/**
 * Returns the signed-in user, or null. Evaluated once per request. The language and the theme of a
 * demo are those of the browser, because its visitors share one account.
 */
export const getViewer = cache(async (): Promise<Viewer | null> => {
  const cookie = await readSessionCookie()
  const principal = cookie && (await authenticateSession(cookie))
  const user = principal && (await getUser(principal.subject.id))
  if (!user || !hasSession(principal)) return null
  recordUse(principal)
  const { language, theme } = env().isDemo ? await readPreferences() : user
  return {
    principal,
    email: user.email,
    displayName: user.display_name,
    isOwner: user.roles.owner === true,
    language,
    theme,
  }
})

/** Where a second factor is set up. */
const setUpPath = '/account/security'

/**
 * Returns the signed-in user. Redirects a user who lacks the second factor that the installation
 * requires to where one is set up. Redirects anyone else: to sign-up on an empty installation,
 * otherwise to sign-in.
 * @param path the page to return to after signing in
 */
export async function requireViewer(path: string): Promise<Viewer> {
  const viewer = await getViewer()
  if (viewer) {
    if (path !== setUpPath && (await lacksSecondFactor(viewer.principal.subject.id)))
      redirect(setUpPath)
    return viewer
  }
  redirect((await isInstallationEmpty()) ? '/sign-up' : `/sign-in?next=${encodeURIComponent(path)}`)
}

/**
 * Returns the signed-in owner. Redirects visitors as `requireViewer` does; to a member the page
 * does not exist.
 */
export async function requireOwnerPage(path: string): Promise<Viewer> {
  const viewer = await requireViewer(path)
  return viewer.isOwner ? viewer : notFound()
}
