'use client'

import { useTranslations } from 'use-intl'
import { ContrastIcon } from '@/components/icons'
import { MenuRadioItem } from '@/components/ui/menu/menu-items'
import { Submenu } from '@/components/ui/menu/submenu'
import { usePreference } from '@/components/use-preference'
import { type Theme, themes } from '@/shared/preferences'

export function ThemeSubmenu({ theme: current }: { theme: Theme }) {
  const t = useTranslations('preference')
  const keep = usePreference()
  return (
    <Submenu icon={<ContrastIcon className="text-muted" />} label={t('theme')} value={t(current)}>
      {themes.map((theme) => (
        <MenuRadioItem key={theme} checked={theme === current} onChoose={() => keep({ theme })}>
          {t(theme)}
        </MenuRadioItem>
      ))}
    </Submenu>
  )
}
