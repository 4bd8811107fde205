'use client'

import { useOptimistic, useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { Text } from '@/components/ui/text'
import { type Theme, themes } from '@/shared/preferences'

interface ThemeChoiceProps {
  theme: Theme
  onChoose: (theme: Theme) => Promise<unknown>
}

export function ThemeChoice({ theme, onChoose }: ThemeChoiceProps) {
  const t = useTranslations('preference')
  const [shown, show] = useOptimistic(theme)
  const [, startTransition] = useTransition()

  function choose(chosen: Theme) {
    startTransition(async () => {
      show(chosen)
      await onChoose(chosen)
    })
  }

  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">{t('theme')}</legend>
      <div className="grid grid-cols-3 rounded-m border border-field bg-surface p-0.5">
        {themes.map((value) => (
          <label
            key={value}
            className="grid min-h-[30px] cursor-pointer place-items-center rounded-s px-2 text-muted transition-colors hover:text-ink border border-transparent has-checked:border-brass has-checked:bg-accent-soft has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-brass max-md:min-h-10"
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={shown === value}
              onChange={() => choose(value)}
              className="sr-only"
            />
            <Text>{t(value)}</Text>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
