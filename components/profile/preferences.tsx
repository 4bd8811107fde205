'use client'

import { usePreference } from '@/components/use-preference'
import type { Language, Theme } from '@/shared/preferences'
import { LanguageSelect } from './language-select'
import { ThemeChoice } from './theme-choice'

interface PreferencesProps {
  language: Language | null
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
