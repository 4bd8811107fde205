'use client'

import { useTranslations } from 'use-intl'
import { Note } from '@/components/ui/note'

/** Why there is no second token, and that this one lasts. */
export function OnePerUserNote({ id }: { id: string }) {
  const t = useTranslations('tokens')
  return (
    <Note>
      <span id={id}>{t('onePerUser')}</span> {t('neverExpires')}
    </Note>
  )
}
