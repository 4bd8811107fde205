'use client'

import type { ComponentProps } from 'react'
import { useTranslations } from 'use-intl'
import { chooseButtonId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { useLoadedDialog } from '@/components/use-loaded-dialog'
import type { ChooseServicesDialog } from './choose-services-dialog'

type DialogProps = ComponentProps<typeof ChooseServicesDialog>

const loadDialog = async () => (await import('./choose-services-dialog')).ChooseServicesDialog

export function ChooseServices(props: Omit<DialogProps, 'onEnd'>) {
  const t = useTranslations('whereGood')
  const { Opened, open, close } = useLoadedDialog<DialogProps>(loadDialog)
  return (
    <>
      <Button
        id={chooseButtonId}
        size="small"
        aria-haspopup="dialog"
        onClick={open}
        className="shrink-0"
      >
        {t('change')}
      </Button>
      {Opened && <Opened {...props} onEnd={close} />}
    </>
  )
}
