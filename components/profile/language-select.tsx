'use client'

import { useId, useOptimistic, useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { ChevronRightIcon } from '@/components/icons'
import { inputClass } from '@/components/ui/field'
import { isLanguage, type Language, languages } from '@/shared/preferences'

interface LanguageSelectProps {
  language: Language | null
  onChoose: (language: Language | null) => Promise<unknown>
}

export function LanguageSelect({ language, onChoose }: LanguageSelectProps) {
  const t = useTranslations('preference')
  const id = useId()
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
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {t('language')}
      </label>
      <div className="relative">
        <select
          id={id}
          value={shown ?? ''}
          onChange={(event) => choose(event.target.value)}
          className={`${inputClass} appearance-none pr-10`}
        >
          <option value="">{t('languageAutomatic')}</option>
          {languages.map((value) => (
            <option key={value} value={value} lang={value}>
              {t(value)}
            </option>
          ))}
        </select>
        <ChevronRightIcon className="pointer-events-none absolute inset-y-0 right-3 my-auto rotate-90 text-muted" />
      </div>
    </div>
  )
}
