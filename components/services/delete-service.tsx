'use client'

import { useTranslations } from 'use-intl'
import { DeleteRow } from '@/components/delete-row'
import { servicesHeadingId } from '@/components/focus-targets'
import { isolated, Text } from '@/components/ui/text'

export function DeleteService({ name, title }: { name: string; title: string }) {
  const t = useTranslations('services')
  return (
    <DeleteRow
      path={`/api/v1/services/${name}`}
      label={t('deleteWhich', { title })}
      title={<Text>{t.rich('deleteTitle', { title, bdi: isolated })}</Text>}
      warning={t('deleteWarning')}
      ending={t('deleting')}
      toast={t('deleted', { title })}
      goneToast={t('deleted', { title })}
      focus={servicesHeadingId}
    />
  )
}
