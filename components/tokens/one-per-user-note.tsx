'use client'

import { useTranslations } from 'use-intl'
import { Note } from '@/components/ui/note'
import { Text } from '@/components/ui/text'

/** Why there is no second token, and that this one lasts. */
export function OnePerUserNote({ id }: { id: string }) {
  const t = useTranslations('tokens')
  return (
    <Note>
      <span id={id}>{t('onePerUser')}</span>
      <Text>{` ${t('neverExpires')}`}</Text>
    </Note>
  )
}
