'use client'

import { useLocale, useTranslations } from 'use-intl'
import { GlobeIcon } from '@/components/icons'
import { MenuRadioItem } from '@/components/ui/menu/menu-items'
import { Submenu } from '@/components/ui/menu/submenu'
import { usePreference } from '@/components/use-preference'
import { locales } from '@/lib/i18n/locale'

export function LanguageSubmenu() {
  const t = useTranslations('preference')
  const keep = usePreference()
  const current = useLocale()
  return (
    <Submenu icon={<GlobeIcon className="text-muted" />} label={t('language')} value={t(current)}>
      {locales.map((locale) => (
        <MenuRadioItem
          key={locale}
          lang={locale}
          checked={locale === current}
          onChoose={() => keep({ language: locale })}
        >
          {t(locale)}
        </MenuRadioItem>
      ))}
    </Submenu>
  )
}
