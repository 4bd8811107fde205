import 'server-only'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { isInstallationEmpty } from '@/lib/accounts/installation'
import { getUser } from '@/lib/accounts/users'
import { readSessionCookie } from '@/lib/sessions/session-cookie'
import type { Language, Theme } from '@/shared/preferences'
import { hasSession, type SessionPrincipal } from '@/shared/principal'
import { authenticateSession } from '@/verifier/authenticate'
import { recordUse } from '@/verifier/usage'

/** The signed-in user, as the screens see them. */
export interface Viewer {
  principal: SessionPrincipal
  email: string
  displayName: string
  language: Language | null
  theme: Theme
}

/** Who looks at the page, or null. Asked once a request. */
export const getViewer = cache(async (): Promise<Viewer | null> => {
  const cookie = await readSessionCookie()
  const principal = cookie && (await authenticateSession(cookie))
  const user = principal && (await getUser(principal.subject.id))
  if (!user || !hasSession(principal)) return null
  recordUse(principal)
  return {
    principal,
    email: user.email,
    displayName: user.display_name,
    language: user.language,
    theme: user.theme,
  }
})

/**
 * Who looks at the page; anybody else is led to a door: to sign-up on an empty installation, else to sign-in.
 * @param path where to come back to
 */
export async function requireViewer(path: string): Promise<Viewer> {
  const viewer = await getViewer()
  if (viewer) return viewer
  redirect((await isInstallationEmpty()) ? '/sign-up' : `/sign-in?next=${encodeURIComponent(path)}`)
}
