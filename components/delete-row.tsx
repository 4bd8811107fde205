'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { type End, EndDialog } from './end-dialog'
import { TrashIcon } from './icons'
import { Button } from './ui/button'
import { Text } from './ui/text'

interface DeleteRowProps extends End {
  /** Names the row for screen readers, where there are several. */
  label?: string
}

/** A button that deletes a row of a list, after a question. */
export function DeleteRow({ label, ...end }: DeleteRowProps) {
  const t = useTranslations('common')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="small"
        variant="danger"
        aria-haspopup="dialog"
        aria-label={label}
        onClick={() => setAsking(true)}
      >
        <TrashIcon />
        <Text>{t('delete')}</Text>
      </Button>
      {asking && <EndDialog {...end} label={t('delete')} onEnd={() => setAsking(false)} />}
    </>
  )
}
