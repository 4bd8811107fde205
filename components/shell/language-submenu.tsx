'use client'

import type { RefObject } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { GlobeIcon } from '@/components/icons'
import { usePreference } from '@/components/use-preference'
import { locales } from '@/lib/i18n/locale'
import { PreferenceSubmenu } from './preference-submenu'

export function LanguageSubmenu({ container }: { container: RefObject<HTMLElement | null> }) {
  const t = useTranslations('preference')
  const keep = usePreference()
  return (
    <PreferenceSubmenu
      icon={<GlobeIcon className="text-muted" />}
      label={t('language')}
      value={useLocale()}
      options={locales.map((locale) => ({ value: locale, label: t(locale), lang: locale }))}
      onChoose={(language) => keep({ language })}
      container={container}
    />
  )
}
