'use client'

import type { RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { ContrastIcon } from '@/components/icons'
import { type Theme, themes } from '@/components/theme'
import { usePreference } from '@/components/use-preference'
import { PreferenceSubmenu } from './preference-submenu'

interface ThemeSubmenuProps {
  theme: Theme
  container: RefObject<HTMLElement | null>
}

export function ThemeSubmenu({ theme, container }: ThemeSubmenuProps) {
  const t = useTranslations('preference')
  const keep = usePreference()
  return (
    <PreferenceSubmenu
      icon={<ContrastIcon className="text-muted" />}
      label={t('theme')}
      value={theme}
      options={themes.map((value) => ({ value, label: t(value) }))}
      onChoose={(chosen) => keep({ theme: chosen })}
      container={container}
    />
  )
}
