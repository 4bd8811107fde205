'use client'

import { useTranslations } from 'use-intl'
import { Note } from '@/components/ui/note'
import { Text } from '@/components/ui/text'

/** Explains why there is no second token, and that this one does not expire. */
export function OnePerUserNote({ id }: { id: string }) {
  const t = useTranslations('tokens')
  return (
    <Note>
      <span id={id}>{t('onePerUser')}</span>
      <Text>{` ${t('neverExpires')}`}</Text>
    </Note>
  )
}
