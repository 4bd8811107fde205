'use client'

import { type RefObject, useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './ui/button'
import { Dialog } from './ui/dialog'
import { Field } from './ui/field'

interface ManualCopyDialogProps {
  text: string
  onDismiss: () => void
}

/** For when the clipboard is out of reach: the text, selected, and the keys to press. */
export function ManualCopyDialog({ text, onDismiss }: ManualCopyDialogProps) {
  const t = useTranslations('common')
  const field = useSelected()
  return (
    <Dialog
      title={t('manualCopyTitle')}
      description={<p className="mt-1.5 text-muted">{t('manualCopyReason')}</p>}
      onDismiss={onDismiss}
    >
      <div className="mt-4">
        <Field
          ref={field}
          label={t('manualCopyField')}
          hint={t('pressCopyKeys')}
          value={text}
          readOnly
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => event.currentTarget.select()}
          className="font-mono"
        />
      </div>
      <div className="mt-5 flex justify-end">
        <Button onClick={onDismiss}>{t('close')}</Button>
      </div>
    </Dialog>
  )
}

function useSelected(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  return field
}
