'use client'

import { Menu } from '@base-ui/react/menu'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { GearIcon } from '@/components/icons'
import { CopyAuthTokenItem } from './copy-auth-token-item'
import { LanguageSubmenu } from './language-submenu'
import { LogOutItem } from './log-out-item'
import { menuItemClass, menuPopupClass, menuSeparatorClass } from './menu-class'
import { ThemeSubmenu } from './theme-submenu'
import type { MenuUser } from './user-menu'
import { UserMenuButton } from './user-menu-button'

interface UserMenuPopupProps {
  user: MenuUser
  tokenLifetime: string
  onCopyRefused: (token: string) => void
}

export function UserMenuPopup({ user, tokenLifetime, onCopyRefused }: UserMenuPopupProps) {
  const t = useTranslations('menu')
  const root = useRef<HTMLDivElement>(null)
  const trigger = usePressedOnce()
  return (
    <div ref={root}>
      <Menu.Root modal={false}>
        <Menu.Trigger ref={trigger} render={<UserMenuButton user={user} />} />
        {/* Inside the sidebar, not the body: in the drawer, which is modal, all else is inert. */}
        <Menu.Portal container={root}>
          <Menu.Positioner
            side="top"
            align="start"
            sideOffset={6}
            positionMethod="fixed"
            className="z-20 outline-none"
          >
            <Menu.Popup aria-label={t('label')} className={menuPopupClass}>
              <Menu.LinkItem
                closeOnClick
                render={<Link href="/account/tokens" prefetch={false} />}
                className={menuItemClass}
              >
                <GearIcon className="text-muted" />
                {t('accountSettings')}
              </Menu.LinkItem>
              <CopyAuthTokenItem lifetime={tokenLifetime} onRefused={onCopyRefused} />
              <Menu.Separator className={menuSeparatorClass} />
              <LanguageSubmenu container={root} />
              <ThemeSubmenu theme={user.theme} container={root} />
              <Menu.Separator className={menuSeparatorClass} />
              <LogOutItem />
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  )
}

/** The press that fetched this menu is passed on to its trigger, which opens as if it had been there all along. */
function usePressedOnce() {
  const trigger = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    trigger.current?.focus()
    trigger.current?.click()
  }, [])
  return trigger
}
