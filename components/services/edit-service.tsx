'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { editButtonId, servicesHeadingId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { useRefresh } from '@/components/ui/refresh'
import { isolated, Text } from '@/components/ui/text'
import type { ServiceRow } from '@/shared/service-row'
import { ServiceDialog } from './service-dialog'

export function EditService({ service }: { service: ServiceRow }) {
  const t = useTranslations('services')
  const common = useTranslations('common')
  const refresh = useRefresh()
  const [isOpen, setOpen] = useState(false)
  const end = () => setOpen(false)
  const { name, title } = service

  function changed(after: ServiceRow) {
    refresh({ toast: t('changed', { title: after.title }), focus: editButtonId(after.name) })
    end()
  }

  function gone() {
    refresh({ toast: t('changedElsewhere', { title }), focus: servicesHeadingId })
    end()
  }

  return (
    <>
      <Button
        id={editButtonId(name)}
        size="small"
        aria-haspopup="dialog"
        aria-label={t('editWhich', { title })}
        onClick={() => setOpen(true)}
      >
        {t('edit')}
      </Button>
      {isOpen && (
        <ServiceDialog
          service={service}
          title={<Text>{t.rich('editTitle', { title, bdi: isolated })}</Text>}
          label={common('save')}
          busyLabel={common('saving')}
          onDone={changed}
          onGone={gone}
          onCancel={end}
        />
      )}
    </>
  )
}
