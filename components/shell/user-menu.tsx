'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { GearIcon } from '@/components/icons'
import { ManualCopyDialog } from '@/components/manual-copy-dialog'
import { Menu } from '@/components/ui/menu/menu'
import { MenuLink, MenuProvider, MenuSeparator } from '@/components/ui/menu/menu-items'
import { useMenu } from '@/components/ui/menu/use-menu'
import { Text } from '@/components/ui/text'
import type { Language, Theme } from '@/shared/preferences'
import { CopyAuthTokenItem } from './copy-auth-token-item'
import { LanguageSubmenu } from './language-submenu'
import { LogOutItem } from './log-out-item'
import { ThemeSubmenu } from './theme-submenu'
import { UserMenuButton } from './user-menu-button'

interface MenuUser {
  displayName: string
  email: string
  /** Null for the browser's. */
  language: Language | null
  theme: Theme
}

interface UserMenuProps {
  user: MenuUser
  /** The lifetime of an auth token, in words. */
  tokenLifetime: string
}

export function UserMenu({ user, tokenLifetime }: UserMenuProps) {
  const t = useTranslations('menu')
  const { root, button, opened, toggle, openByArrow, close, back } = useMenu()
  const [uncopied, setUncopied] = useState<string | null>(null)

  function showUncopied(token: string) {
    close()
    setUncopied(token)
  }

  return (
    <div ref={root} className="relative">
      {opened && (
        <MenuProvider value={close}>
          <Menu
            label={t('label')}
            focus={opened}
            onBack={back}
            className="absolute bottom-full left-0 z-10 mb-1.5 w-80 animate-rise max-md:max-h-[calc(100dvh-6rem)] max-md:w-full max-md:overflow-y-auto"
          >
            <MenuLink href="/account/tokens">
              <GearIcon className="text-muted" />
              <Text>{t('accountSettings')}</Text>
            </MenuLink>
            <CopyAuthTokenItem lifetime={tokenLifetime} onRefused={showUncopied} />
            <MenuSeparator />
            <LanguageSubmenu current={user.language} />
            <ThemeSubmenu theme={user.theme} />
            <MenuSeparator />
            <LogOutItem />
          </Menu>
        </MenuProvider>
      )}
      <UserMenuButton
        ref={button}
        displayName={user.displayName}
        email={user.email}
        aria-expanded={opened !== null}
        onClick={toggle}
        onKeyDown={openByArrow}
      />
      {uncopied && (
        <ManualCopyDialog of="token" text={uncopied} onDismiss={() => setUncopied(null)} />
      )}
    </div>
  )
}
