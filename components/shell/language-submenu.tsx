'use client'

import { useTranslations } from 'use-intl'
import { GlobeIcon } from '@/components/icons'
import { MenuRadioItem } from '@/components/ui/menu/menu-items'
import { Submenu } from '@/components/ui/menu/submenu'
import { usePreference } from '@/components/use-preference'
import { type Language, languages } from '@/shared/preferences'

/** The same choices as in Profile. @param current null for the browser's language */
export function LanguageSubmenu({ current }: { current: Language | null }) {
  const t = useTranslations('preference')
  const keep = usePreference()
  return (
    <Submenu
      icon={<GlobeIcon className="text-muted" />}
      label={t('language')}
      value={current ? t(current) : t('languageAutomatic')}
    >
      <MenuRadioItem checked={current === null} onChoose={() => keep({ language: null })}>
        {t('languageAutomatic')}
      </MenuRadioItem>
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
