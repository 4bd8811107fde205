'use client'

import { useTranslations } from 'use-intl'
import { DeleteRow } from '@/components/delete-row'
import { groupsHeadingId } from '@/components/focus-targets'
import { isolated, Text } from '@/components/ui/text'

export function DeleteGroup({ id, name }: { id: string; name: string }) {
  const t = useTranslations('groups')
  return (
    <DeleteRow
      path={`/api/v1/groups/${id}`}
      label={t('deleteWhich', { name })}
      title={<Text>{t.rich('deleteTitle', { name, bdi: isolated })}</Text>}
      warning={t('deleteWarning')}
      ending={t('deleting')}
      toast={t('deleted', { name })}
      goneToast={t('goneElsewhere', { name })}
      focus={groupsHeadingId}
    />
  )
}
