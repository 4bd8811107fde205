'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { TrashIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Text } from '@/components/ui/text'
import type { ApiTokenRow } from '@/shared/api-token-row'
import { DeleteTokenDialog } from './delete-token-dialog'
import type { TokenEvents } from './token-events'

interface DeleteTokenButtonProps extends TokenEvents {
  token: ApiTokenRow
}

export function DeleteTokenButton(props: DeleteTokenButtonProps) {
  const t = useTranslations('common')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="small" variant="danger" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        <TrashIcon />
        <Text>{t('delete')}</Text>
      </Button>
      {asking && <DeleteTokenDialog {...props} onCancel={() => setAsking(false)} />}
    </>
  )
}
