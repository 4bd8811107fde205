'use client'

import { useLocale, useTranslations } from 'use-intl'
import { GlobeIcon } from '@/components/icons'
import { MenuRadioItem } from '@/components/ui/menu/menu-items'
import { Submenu } from '@/components/ui/menu/submenu'
import { usePreference } from '@/components/use-preference'
import { languages } from '@/shared/preferences'

export function LanguageSubmenu() {
  const t = useTranslations('preference')
  const keep = usePreference()
  const current = useLocale()
  return (
    <Submenu icon={<GlobeIcon className="text-muted" />} label={t('language')} value={t(current)}>
      {languages.map((language) => (
        <MenuRadioItem
          key={language}
          lang={language}
          checked={language === current}
          onChoose={() => keep({ language })}
        >
          {t(language)}
        </MenuRadioItem>
      ))}
    </Submenu>
  )
}
