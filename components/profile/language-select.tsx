'use client'

import { useId, useOptimistic, useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { ChevronRightIcon } from '@/components/icons'
import { inputClass } from '@/components/ui/field'
import { isLocale, type Locale, locales } from '@/lib/i18n/locale'

interface LanguageSelectProps {
  language: Locale | null
  onChoose: (language: Locale | null) => Promise<unknown>
}

export function LanguageSelect({ language, onChoose }: LanguageSelectProps) {
  const t = useTranslations('preference')
  const id = useId()
  const [shown, show] = useOptimistic(language)
  const [, startTransition] = useTransition()

  function choose(value: string) {
    const chosen = isLocale(value) ? value : null
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
          {locales.map((locale) => (
            <option key={locale} value={locale} lang={locale}>
              {t(locale)}
            </option>
          ))}
        </select>
        <ChevronRightIcon className="pointer-events-none absolute inset-y-0 right-3 my-auto rotate-90 text-muted" />
      </div>
    </div>
  )
}
