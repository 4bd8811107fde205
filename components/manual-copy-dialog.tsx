'use client'

import { useEffect, useId, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './ui/button'
import { Dialog } from './ui/dialog'
import { inputClass } from './ui/field'

interface ManualCopyDialogProps {
  /** The kind of text. */
  of: 'token' | 'example' | 'codes' | 'secret'
  text: string
  onDismiss: () => void
}

/** For when the clipboard is unavailable: shows the text, selected, and the keys to press. */
export function ManualCopyDialog({ of, text, onDismiss }: ManualCopyDialogProps) {
  const t = useTranslations('common')
  return (
    <Dialog
      title={t('manualCopyTitle')}
      description={
        <p className="mt-1.5 text-muted">{`${t('manualCopyReason')} ${t(`manualCopyOf.${of}.selected`)}`}</p>
      }
      onDismiss={onDismiss}
    >
      <SelectedText label={t(`manualCopyOf.${of}.label`)} text={text} />
      <div className="mt-5 flex justify-end">
        <Button onClick={onDismiss}>{t('close')}</Button>
      </div>
    </Dialog>
  )
}

function SelectedText({ label, text }: { label: string; text: string }) {
  const t = useTranslations('common')
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.select(), [])
  return (
    <div className="mt-4 grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        value={text}
        readOnly
        rows={rowsFor(text)}
        spellCheck={false}
        aria-describedby={`${id}-keys`}
        onFocus={(event) => event.currentTarget.select()}
        className={`${inputClass} resize-none py-1.5 font-mono text-sm break-all`}
      />
      <p id={`${id}-keys`} className="font-medium">
        {t('pressCopyKeys')}
      </p>
    </div>
  )
}

function rowsFor(text: string): number {
  const lines = text
    .split('\n')
    .reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / 46)), 0)
  return Math.min(lines, 9)
}
