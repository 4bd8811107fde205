'use client'

import { type ComponentProps, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import { chooseButtonId } from './choose-button-id'
import type { ChooseServicesDialog } from './choose-services-dialog'

type Dialog = typeof ChooseServicesDialog

/** Few people choose, so the dialog is loaded when somebody does. */
export function ChooseServices(props: Omit<ComponentProps<Dialog>, 'onEnd'>) {
  const t = useTranslations('whereGood')
  const failureText = useFailureText()
  const { toast } = useNotifier()
  const [Opened, setOpened] = useState<Dialog | null>(null)

  async function open() {
    try {
      const { ChooseServicesDialog } = await import('./choose-services-dialog')
      setOpened(() => ChooseServicesDialog)
    } catch {
      toast(failureText({ kind: 'network' }))
    }
  }

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
      {Opened && <Opened {...props} onEnd={() => setOpened(null)} />}
    </>
  )
}
