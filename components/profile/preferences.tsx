'use client'

import type { Theme } from '@/components/theme'
import { usePreference } from '@/components/use-preference'
import type { Locale } from '@/lib/i18n/locale'
import { LanguageSelect } from './language-select'
import { ThemeChoice } from './theme-choice'

interface PreferencesProps {
  language: Locale | null
  theme: Theme
}

export function Preferences({ language, theme }: PreferencesProps) {
  const keep = usePreference()
  return (
    <div className="grid gap-4.5">
      <LanguageSelect language={language} onChoose={(chosen) => keep({ language: chosen })} />
      <ThemeChoice theme={theme} onChoose={(chosen) => keep({ theme: chosen })} />
    </div>
  )
}
