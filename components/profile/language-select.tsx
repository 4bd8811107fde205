'use client'

import { useOptimistic, useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { SelectField } from '@/components/ui/select-field'
import { isLanguage, type Language, languages } from '@/shared/preferences'

interface LanguageSelectProps {
  language: Language | null
  onChoose: (language: Language | null) => Promise<unknown>
}

export function LanguageSelect({ language, onChoose }: LanguageSelectProps) {
  const t = useTranslations('preference')
  const [shown, show] = useOptimistic(language)
  const [, startTransition] = useTransition()

  function choose(value: string) {
    const chosen = isLanguage(value) ? value : null
    startTransition(async () => {
      show(chosen)
      await onChoose(chosen)
    })
  }

  return (
    <SelectField
      label={t('language')}
      value={shown ?? ''}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{t('languageAutomatic')}</option>
      {languages.map((value) => (
        <option key={value} value={value} lang={value}>
          {t(value)}
        </option>
      ))}
    </SelectField>
  )
}
