'use client'

import { useTranslations } from 'use-intl'
import { DeleteRow } from '@/components/delete-row'
import { addTokenButtonId } from '@/components/focus-targets'
import { isolated, Text } from '@/components/ui/text'

export function DeleteToken({ id, name }: { id: string; name: string }) {
  const t = useTranslations('tokens')
  return (
    <DeleteRow
      path={`/api/v1/tokens/${id}`}
      title={<Text>{t.rich('deleteTitle', { name, bdi: isolated })}</Text>}
      warning={t('deleteWarning')}
      ending={t('deleting')}
      toast={t('deleted')}
      goneToast={t('goneElsewhere')}
      focus={addTokenButtonId}
    />
  )
}
