'use client'

import { type ReactNode, startTransition, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from './api'
import { TrashIcon } from './icons'
import { Button } from './ui/button'
import { Dialog } from './ui/dialog'
import { DialogEnd } from './ui/dialog-end'
import { useRefresh } from './ui/refresh'
import { Text } from './ui/text'
import { Warning } from './ui/warning'
import { useFailureText } from './use-failure-text'

interface DeleteRowProps {
  /** The path of the resource in the API. */
  path: string
  /** Names the row for screen readers, where there are several. */
  label?: string
  title: ReactNode
  /** Names what stops working. */
  warning: string
  /** The label of the button while the request is sent. */
  deleting: string
  toast: string
  /** Shown instead where the row was deleted elsewhere. */
  goneToast: string
  /** The id of the element that receives focus afterwards. */
  focus: string
}

/** A button that deletes a row of a list, after a question. */
export function DeleteRow({ label, ...question }: DeleteRowProps) {
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
      {asking && <DeleteDialog {...question} onEnd={() => setAsking(false)} />}
    </>
  )
}

interface DeleteDialogProps extends Omit<DeleteRowProps, 'label'> {
  onEnd: () => void
}

function DeleteDialog(props: DeleteDialogProps) {
  const { path, title, warning, deleting, toast, goneToast, focus, onEnd } = props
  const t = useTranslations('common')
  const refresh = useRefresh()
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const cancel = () => !busy && onEnd()

  async function confirm() {
    setBusy(true)
    setError(undefined)
    const result = await callApi('DELETE', path)
    const isGone = result.kind !== 'data' && isProblem(result, 'not_found')
    if (result.kind === 'data' || isGone)
      return startTransition(() => {
        refresh({ toast: isGone ? goneToast : toast, focus })
        onEnd()
      })
    setBusy(false)
    setError(failureText(result))
  }

  return (
    <Dialog title={title} description={<Warning>{warning}</Warning>} onDismiss={cancel}>
      <DialogEnd
        error={error}
        busy={busy}
        label={busy ? deleting : t('delete')}
        variant="danger-solid"
        onConfirm={confirm}
        onCancel={cancel}
      />
    </Dialog>
  )
}
