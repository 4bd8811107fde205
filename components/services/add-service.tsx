'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { editButtonId } from '@/components/focus-targets'
import { PlusIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { useRefresh } from '@/components/ui/refresh'
import { Text } from '@/components/ui/text'
import type { ServiceRow } from '@/shared/service-row'
import { ServiceDialog } from './service-dialog'

export function AddServiceButton() {
  const t = useTranslations('services')
  const refresh = useRefresh()
  const [isOpen, setOpen] = useState(false)
  const end = () => setOpen(false)

  function added({ name, title }: ServiceRow) {
    refresh({ toast: t('added', { title }), focus: editButtonId(name) })
    end()
  }

  return (
    <>
      <Button
        variant="primary"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="shrink-0"
      >
        <PlusIcon />
        <Text>{t('add')}</Text>
      </Button>
      {isOpen && (
        <ServiceDialog
          title={t('add')}
          label={t('add')}
          busyLabel={t('adding')}
          onDone={added}
          onCancel={end}
        />
      )}
    </>
  )
}
