'use client'

import { lazy, Suspense, useState } from 'react'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import type { Theme } from '@/components/theme'
import type { Locale } from '@/lib/i18n/locale'
import { UserMenuButton } from './user-menu-button'

export interface MenuUser {
  displayName: string
  email: string
  language: Locale | null
  theme: Theme
}

interface UserMenuProps {
  user: MenuUser
  /** How long an auth token lasts, in words. */
  tokenLifetime: string
}

const loadPopup = () => import('./user-menu-popup').then((module) => ({ default: module.UserMenuPopup }))
const UserMenuPopup = lazy(loadPopup)

/**
 * The menu itself weighs more than the rest of the page together: it is fetched when someone reaches for it, and takes
 * the place of the plain button once that has been pressed.
 */
export function UserMenu({ user, tokenLifetime }: UserMenuProps) {
  const [pressed, setPressed] = useState(false)
  const [uncopied, setUncopied] = useState<string | null>(null)
  const button = <UserMenuButton user={user} onClick={() => setPressed(true)} onReach={loadPopup} />
  return (
    <div className="relative">
      <Suspense fallback={button}>
        {pressed ? (
          <UserMenuPopup user={user} tokenLifetime={tokenLifetime} onCopyRefused={setUncopied} />
        ) : (
          button
        )}
      </Suspense>
      {uncopied && <ManualCopyDialog text={uncopied} onDismiss={() => setUncopied(null)} />}
    </div>
  )
}
